import type * as cloud from './cloud.mts';
import type * as endpoint from './endpoint.mts';
import type * as identity from './identity.mts';
import type * as mail from './mail.mts';
import type * as network from './network.mts';

type Results<Builders> = {
	[Name in keyof Builders]: Name extends `${string}Evidence`
		? Builders[Name] extends (...inputs: never[]) => infer Item
			? Item
			: never
		: never;
}[keyof Builders];

/** Every evidence type that the builders return, distinguished by `@odata.type`. */
export type WorldEvidence =
	| Results<typeof cloud>
	| Results<typeof endpoint>
	| Results<typeof identity>
	| Results<typeof mail>
	| Results<typeof network>;
