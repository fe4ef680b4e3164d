import { expect } from 'vitest';
import { expectNoSecrets, our, type Bench } from './practice.mts';

const CORRELATION = /, correlation id [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/;

/** What the user is told of a sign-in that fails, when a node runs and by the credential's Test button. */
export interface SignInMessages {
	readonly message: string | undefined;
	readonly description: string | undefined;
	readonly test: string | undefined;
}

/** Runs and tests with `fields` in the credential; leaked secrets and calls to the API fail the test. */
export async function signInMessages(bench: Bench, fields: Record<string, string>): Promise<SignInMessages> {
	bench.credentials.write(bench.credentialId, { ...bench.tenant.credential(), ...fields });
	const before = bench.apiCalls().length;
	const result = await bench.run(our('getIncidents'));
	const test = await bench.test();
	expect(bench.apiCalls().length).toBe(before);
	expect(result.status).toBe('error');
	expect(test.status).toBe('Error');
	expectNoSecrets(bench, [result, test]);
	// Correlation ids differ from call to call; everything else is compared to the letter.
	const settled = (text: string | undefined) =>
		text?.replace(CORRELATION, ', correlation id …)').replaceAll(bench.practice.origin, 'http://practice');
	return {
		message: settled(result.error?.message),
		description: settled(result.error?.description),
		test: settled(test.message),
	};
}

/** A refused sign-in reads the same in both places. */
export const sameMessages = (message: string): SignInMessages => ({
	message,
	description: 'Fix the problem above, then use Test in the credential to check the sign-in.',
	test: message,
});
