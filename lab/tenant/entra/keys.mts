import { exportJWK, generateKeyPair, SignJWT, jwtVerify, type JWK, type JWTPayload } from 'jose';

/** The RS256 key with which tokens are signed, made once per process. */
export interface SigningKeys {
	readonly jwks: { readonly keys: readonly JWK[] };
	sign(payload: JWTPayload): Promise<string>;
	/** The claims of a token signed here and valid at `at`; throws jose's errors otherwise. */
	verify(token: string, at: Date): Promise<JWTPayload>;
}

const ALGORITHM = 'RS256';
/** Number of tokens whose signature need not be verified again. */
const VERIFIED_KEPT = 1_000;

/** Whether a payload whose signature was verified is valid at an instant; if not, jose says why. */
function isCurrent({ nbf = 0, exp = 0 }: JWTPayload, at: Date): boolean {
	const seconds = Math.floor(at.getTime() / 1000);
	return nbf <= seconds && seconds < exp;
}

async function makeKeys(): Promise<SigningKeys> {
	const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
	const kid = 'practice-tenant-key';
	const verified = new Map<string, JWTPayload>();
	const verifyNow = async (token: string, at: Date): Promise<JWTPayload> =>
		(await jwtVerify(token, publicKey, { algorithms: [ALGORITHM], currentDate: at })).payload;
	const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: ALGORITHM };
	return {
		jwks: { keys: [jwk] },
		sign: (payload) =>
			new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid }).sign(privateKey),
		verify: async (token, at) => {
			const known = verified.get(token);
			if (known !== undefined && isCurrent(known, at)) return known;
			const payload = await verifyNow(token, at);
			if (verified.size >= VERIFIED_KEPT) verified.clear();
			verified.set(token, payload);
			return payload;
		},
	};
}

let made: Promise<SigningKeys> | undefined;

/** The process's keys; making an RSA key takes a moment, so all practice servers share one. */
export function signingKeys(): Promise<SigningKeys> {
	made ??= makeKeys();
	return made;
}
