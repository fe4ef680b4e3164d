// Generates docs/troubleshooting.md from the tables that the nodes use at run time.
import { createRequire } from 'node:module';
import { inRoot } from '../lib/paths.mjs';
import { noResponseCodes } from './noResponseCodes.mjs';

const load = createRequire(import.meta.url);
const built = (...parts) => load(inRoot('dist', 'defender', ...parts));

const TENANT = '<tenant ID>';
const CLIENT = '<client ID>';
const LOGIN = 'https://login.microsoftonline.com';
const ENDPOINT = {
	api: 'graph',
	loginOrigin: LOGIN,
	apiOrigin: 'https://graph.microsoft.com',
	audience: 'https://graph.microsoft.com',
	tenantId: TENANT,
};

/** The row's sentence per context, or once if both contexts share it. */
function textsOf(sentenceIn) {
	const texts = ['application', 'user'].map((context) => ({ context, ...sentenceIn(context) }));
	const [first, second] = texts;
	return first.message === second.message && first.description === second.description ? [first] : texts;
}

// The consent URL encodes IDs. In a document the placeholders should be readable.
const readable = (text) =>
	text.replaceAll(encodeURIComponent(TENANT), TENANT).replaceAll(encodeURIComponent(CLIENT), CLIENT);

const escaped = (text) => readable(text).replace(/[\\`*_<>|]/g, '\\$&');

function section({ seen, texts }) {
	const [{ message }] = texts;
	const todo = texts.map(({ context, description }) => {
		const who = texts.length === 1 ? '' : context === 'user' ? ' (signed-in user)' : ' (application)';
		return `**What to do${who}.** ${escaped(description).replace(/\.$/, '')}.`;
	});
	return [`### ${escaped(message)}`, '', `Appears for ${seen}.`, '', todo.join('\n\n'), ''].join('\n');
}

const code = (text) => `\`${text}\``;

/** The context to which an OAuth 2.0 error belongs. */
const WHOSE = { application: ' (application)', user: ' (signed-in user)' };

function signInSections() {
	const { signInRefusals } = built('access', 'signInRefusals.js');
	return Object.values(signInRefusals).map(
		({ numbers, errors = [], errorsIn, when = () => true, sentence }) => {
			const refusals = [{}, { clockOffsetMs: 0 }].map((more) => ({ number: numbers[0], code: 'x', ...more }));
			const facts = (context, secretLooksLikeId) => ({
				endpoint: { ...ENDPOINT, context },
				clientId: CLIENT,
				secretLooksLikeId,
			});
			const secretLooksLikeId =
				when(facts('user', true), refusals[0]) && !when(facts('user', false), refusals[0]);
			const refusal = refusals.find((one) => when(facts('user', secretLooksLikeId), one));
			const seen = [
				...numbers.map((number) => code(`AADSTS${number}`)),
				...errors.map((error) => `${code(error)}${errorsIn === undefined ? '' : WHOSE[errorsIn]}`),
			].join(', ');
			return section({
				seen,
				texts: textsOf((context) => sentence(facts(context, secretLooksLikeId), refusal)),
			});
		},
	);
}

/** A sentence without status, codes and IDs, which differ each time. */
const withoutTrace = (text) => ({
	...text,
	description: text.description.replace(/ \((?:Status|While) [^)]*\)$/, ''),
});

function apiSections() {
	const { apiRefusals } = built('access', 'explainApiRefusal.js');
	return Object.values(apiRefusals).map(({ status, example, sentence }) => {
		const trace = { status: status[0], code: '', message: '' };
		const refusal = (context) => ({
			endpoint: { ...ENDPOINT, context },
			clientId: CLIENT,
			activity: 'readIncidents',
			permission: 'SecurityIncident.Read.All',
			granted: example.startsWith('Missing application') ? ['ThreatHunting.Read.All'] : undefined,
			trace,
			challenge: '',
		});
		const texts = textsOf((context) => sentence(refusal(context))).map(withoutTrace);
		return section({ seen: `status ${status.join(' or ')}, ${code(example)}`, texts });
	});
}

function noResponseSections() {
	const { noResponse } = built('core', 'sentences', 'noResponseText.js');
	return Object.entries(noResponseCodes).map(([cause, seen]) => {
		const about = { cause, origin: ENDPOINT.apiOrigin, activity: 'reading incidents', detail: '' };
		return section({ seen: code(seen), texts: [withoutTrace(noResponse(about))] });
	});
}

function foreignSections() {
	const { foreignResponse } = built('core', 'sentences', 'intermediaryText.js');
	const about = { service: 'Microsoft Defender', origin: ENDPOINT.apiOrigin, activity: 'reading incidents' };
	const seen = [
		['webPage', 403, 'a web page with any status'],
		['otherData', 451, 'text or JSON that is not in the service’s format'],
		['proxySignIn', 407, 'status 407'],
		['captivePortal', 511, 'status 511'],
	];
	return seen.map(([kind, status, what]) => {
		const text = foreignResponse({ ...about, status, intermediary: { kind, excerpt: '' } });
		return section({ seen: what, texts: [withoutTrace(text)] });
	});
}

/** Errors in the credential's fields. */
function certificateSections() {
	const sentences = built('access', 'sentences', 'certificateText.js');
	const examples = {
		notYetValid: ['2027-01-01 00:00:00 UTC'],
		expired: ['2026-01-01 00:00:00 UTC'],
		shortKey: [1024, 2048],
	};
	return Object.entries(sentences).map(([name, sentence]) =>
		section({
			seen: 'a test or an execution, before any request is sent',
			texts: [sentence(...(examples[name] ?? []))],
		}),
	);
}

function testSection() {
	const { noUsablePermission } = built('access', 'sentences', 'apiRefusalText.js');
	const { protectedApis, permissionLevels } = built('access', 'permissions.js');
	const { name, permissions } = protectedApis.graph;
	const text = noUsablePermission({
		api: name,
		permissions: permissionLevels.map((level) => permissions.application[level].name),
		granted: [],
		consentUrl: `${LOGIN}/${TENANT}/adminconsent?client_id=${CLIENT}`,
	});
	return section({ seen: 'a test of an application credential', texts: [text] });
}

/** Results of Test if the sign-in works, but the API does not respond. */
function testApiSections() {
	const { apiBusy, notTheApi } = built('access', 'sentences', 'apiProbeText.js');
	const seen = 'a test of an application credential';
	const { apiOrigin } = ENDPOINT;
	return [notTheApi('Microsoft Graph', apiOrigin, 404), apiBusy('Microsoft Graph', 503)].map((sentence) =>
		section({ seen, texts: [sentence] }),
	);
}

const chapter = (title, intro, sections) => [`## ${title}`, '', intro, '', ...sections].join('\n');

/** @returns {string} the whole document */
export function troubleshooting() {
	return [
		'# Troubleshooting access',
		'',
		'<!-- Generated by "npm run docs" from defender/access and defender/core/sentences. Change those files instead. -->',
		'',
		`Each heading is an error message that n8n shows when a workflow runs or when you press _Test_ in the credential. The message ends with Microsoft's code and the IDs of the request. Use them to find the request in Microsoft's logs, or when you contact Microsoft's support. [permissions.md](permissions.md) explains how to set up access.`,
		'',
		chapter(
			'Microsoft Entra ID rejects the sign-in',
			'Microsoft Entra ID issued no token. Look up the correlation ID in the sign-in logs of Microsoft Entra ID.',
			signInSections(),
		),
		chapter(
			'Test finds no permission',
			'The sign-in works, but the token contains no permission that the nodes use.',
			[testSection()],
		),
		chapter(
			'Test does not reach the API',
			'The sign-in works. Test passes only if the API itself responds and accepts the token.',
			testApiSections(),
		),
		chapter(
			'The API rejects the token',
			'If a permission is missing, the nodes request a new token once per execution. New consent therefore takes effect without a restart.',
			apiSections(),
		),
		chapter(
			'No response arrives',
			'The same causes apply to the sign-in and to the API. The nodes retry a read a few times, unless a retry would fail the same way (certificates, blocked requests, size limits). After a failed write, they read the incident before they try again.',
			noResponseSections(),
		),
		chapter(
			'Something else responds',
			'A proxy, firewall, gateway or captive portal responded in place of Microsoft. Permissions are not the cause.',
			foreignSections(),
		),
		chapter(
			'The certificate or its key cannot be used',
			'n8n checks the certificate and the key before each sign-in.',
			certificateSections(),
		),
	]
		.join('\n')
		.replace(/\n+$/, '\n');
}
