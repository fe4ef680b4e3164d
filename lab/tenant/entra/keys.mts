import { exportJWK, generateKeyPair, SignJWT, jwtVerify, type JWK, type JWTPayload } from 'jose';

/** The RS256 key with which tokens are signed, made once per process. */
export interface SigningKeys {
	readonly jwks: { readonly keys: readonly JWK[] };
	sign(payload: JWTPayload): Promise<string>;
	/** The claims of a token signed here and valid at `at`; throws jose's errors otherwise. */
	verify(token: string, at: Date): Promise<JWTPayload>;
}

const ALGORITHM = 'RS256';

async function makeKeys(): Promise<SigningKeys> {
	const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
	const kid = 'practice-tenant-key';
	const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: ALGORITHM };
	return {
		jwks: { keys: [jwk] },
		sign: (payload) =>
			new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid }).sign(privateKey),
		verify: async (token, at) =>
			(await jwtVerify(token, publicKey, { algorithms: [ALGORITHM], currentDate: at })).payload,
	};
}

let made: Promise<SigningKeys> | undefined;

/** The process's keys; making an RSA key takes a moment, so all practice servers share one. */
export function signingKeys(): Promise<SigningKeys> {
	made ??= makeKeys();
	return made;
}
