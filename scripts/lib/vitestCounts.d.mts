export interface VitestReport {
	readonly testResults: ReadonlyArray<{
		readonly status: string;
		readonly assertionResults: ReadonlyArray<{ readonly status: string }>;
	}>;
}

export function vitestCounts(
	report: VitestReport | undefined,
	exitCode: number,
): { readonly passed: number; readonly failed: number };
