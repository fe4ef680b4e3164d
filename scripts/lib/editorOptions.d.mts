export declare const LISTENERS: readonly string[];
export declare const USAGE: string;

/** What the user chose on the command line. */
export type EditorOptions =
	| { readonly kind: 'run'; readonly port: number; readonly seed: number; readonly fresh: boolean }
	| { readonly kind: 'help' }
	/** `problem` is a sentence for the user. */
	| { readonly kind: 'refused'; readonly problem: string };

export declare function readEditorOptions(args: readonly string[]): EditorOptions;
