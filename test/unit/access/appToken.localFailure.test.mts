import { describe, expect, it, vi } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { shareSignIn } from '../../../defender/access/signInCache.ts';
import { clientOf, entra, fields, minting } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const BUNDLE = '../../../defender/access/msalBundle.js';
const now = () => START;
const rejectionText = async (work: Promise<unknown>) => String(await work.catch((reason: unknown) => reason));

/** Makes MSAL fail at its import, or at its first use. */
const failingMsal = (failure: Error, at: 'import' | 'use') =>
	vi.doMock(BUNDLE, () => {
		if (at === 'import') throw failure;
		return {
			ConfidentialClientApplication: class {
				constructor() {
					throw failure;
				}
			},
		};
	});

/** Ends what `failingMsal` did. */
const workingMsal = () => {
	vi.doUnmock(BUNDLE);
	vi.resetModules();
};

describe('getAppToken › failure on this computer', () => {
	eachRow([
		['EMFILE', 'use', /^Error: Sign-in failed: too many files are open.*\(EMFILE\)$/],
		[
			'MODULE_NOT_FOUND',
			'use',
			/^Error: Sign-in failed: a file of this package is missing or damaged.* Install the package again/,
		],
		['ENOENT', 'use', /^Error: Sign-in failed: a file of this package is missing or damaged/],
		['ENOMEM', 'use', /^Error: Sign-in failed: n8n ran out of memory/],
		['ERR_OSSL_EVP', 'use', /^Error: Sign-in failed inside n8n.*\(ERR_OSSL_EVP\)$/],
		['', 'import', /^Error: Sign-in failed inside n8n/],
	] as const)(
		'MSAL fails at its import or use → the reason, and the next call signs in',
		async (code, at, expected) => {
			const client = clientOf(fields());
			const service = minting();
			failingMsal(Object.assign(new Error('/home/user/x'), code === '' ? {} : { code }), at);
			const text = await rejectionText(getAppToken(client, '', service.send, now)).finally(workingMsal);
			expect(text).toMatch(expected);
			expect(text).not.toMatch(/Microsoft Entra ID refused|could not be reached|\/home/);
			expect(service.calls).toHaveLength(0);
			expect(await getAppToken(client, '', service.send, now)).toBe('token-1');
		},
	);

	it('shared sign-in that was rejected → the next one is started', async () => {
		const failing = async () => await Promise.reject(new Error('out of memory'));
		await expect(shareSignIn('local', '', now, failing)).rejects.toThrow('out of memory');
		const answer = { accessToken: 'late' };
		expect(await shareSignIn('local', '', now, async () => await Promise.resolve(answer))).toBe(answer);
	});

	it('three waiting calls → one request, all fail, and the next call sends a request', async () => {
		const service = entra((count) =>
			count === 1
				? new Error('gone')
				: { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: 'late' } },
		);
		const client = clientOf(fields());
		const all = await Promise.allSettled(
			[1, 2, 3].map(async () => await getAppToken(client, '', service.send, now)),
		);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(await getAppToken(client, '', service.send, now)).toBe('late');
		expect(service.calls).toHaveLength(2);
	});
});
