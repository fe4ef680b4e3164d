// Replaces the package jsonwebtoken inside the bundle. MSAL only signs client assertions with it, and its imports
// (buffer, stream, util) are not allowed in a verified n8n package.
import { constants, sign as signBytes } from 'crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const padding = {
	RS256: { padding: constants.RSA_PKCS1_PADDING },
	PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
};

function sign(payload, privateKey, options) {
	const algorithm = options.header?.alg ?? options.algorithm;
	const scheme = padding[algorithm];
	if (scheme === undefined) throw new Error(`Assertions are signed with RS256 or PS256, not ${algorithm}`);
	const text = `${encode({ typ: 'JWT', alg: algorithm, ...options.header })}.${encode(payload)}`;
	return `${text}.${signBytes('sha256', Buffer.from(text), { key: privateKey, ...scheme }).toString('base64url')}`;
}

export default { sign };
