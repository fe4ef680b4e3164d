import { earlier, instantFromMillis, type UtcInstant } from '../../core/instant';
import { PREFIX } from '../query/reservedNames';
import type { HuntParameter } from '../values/parameter';
import type { HuntValues } from './huntValues';
import type { LibraryHunt } from './libraryHunt';

/** The period that a hunt searches. */
export interface HuntWindow {
	readonly from: UtcInstant;
	readonly to: UtcInstant;
}

const DAY_MS = 86_400_000;
const USED_NAME = new RegExp(`\\b${PREFIX}(\\w+)`, 'g');
const DEVICE_ID = /^[\da-f]{40}$/i;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const SID = /^S-1-/i;

/**
 * Converts values to the parameters that the KQL of a hunt uses, sorted by the form of each value: a user by principal name,
 * object ID, SID or `DOMAIN\name`, a hash by its length. A list without values is sent empty and matches nothing.
 */
export function huntParameters(
	{ kql, threshold }: Pick<LibraryHunt, 'kql' | 'threshold'>,
	values: HuntValues,
	{ from, to }: HuntWindow,
): readonly HuntParameter[] {
	const all: readonly HuntParameter[] = [
		{ name: 'from', type: 'datetime', value: from },
		{ name: 'to', type: 'datetime', value: to },
		{ name: 'baselineFrom', type: 'datetime', value: earlier(from, values.baselineDays * DAY_MS) },
		{
			name: 'threshold',
			type: 'long',
			value: BigInt(values.threshold > 0 ? values.threshold : (threshold?.standard ?? 0)),
		},
		{ name: 'subject', type: 'string', value: values.subject },
		{ name: 'processIds', type: 'dynamic', value: values.processId.map(Number), mayBeEmpty: true },
		...Object.entries(listsOf(values)).map(
			([name, texts]): HuntParameter => ({
				name,
				type: 'stringList',
				values: [...new Set(texts)],
				mayBeEmpty: true,
			}),
		),
	];
	const used = new Set(Array.from(kql.matchAll(USED_NAME), ([, name]) => name));
	return all.filter(({ name }) => used.has(name));
}

/** @throws RangeError outside the years 0000 to 9999 */
export function huntWindow(from: number, to: number): HuntWindow {
	return { from: instantFromMillis(from), to: instantFromMillis(to) };
}

function listsOf(values: HuntValues): Readonly<Record<string, readonly string[]>> {
	const hashes = cleaned(values.hashes).map((hash) => hash.toLowerCase());
	const messageIds = cleaned(values.messageIds);
	const apps = cleaned(values.apps);
	const senders = cleaned(values.senders).map((sender) => refang(sender).replace(/^@/, ''));
	return {
		...deviceLists(cleaned(values.devices)),
		...userLists(cleaned(values.users)),
		sha256: hashes.filter(({ length }) => length === 64),
		sha1: hashes.filter(({ length }) => length === 40),
		md5: hashes.filter(({ length }) => length === 32),
		ips: cleaned(values.ips).map(refang),
		domains: cleaned(values.domains).map((domain) =>
			refang(domain)
				.toLowerCase()
				.replace(/^\*?\.|\.$/g, ''),
		),
		urls: cleaned(values.urls).map(refang),
		networkMessageIds: messageIds.filter((id) => GUID.test(id)),
		internetMessageIds: messageIds.filter((id) => !GUID.test(id)),
		senderAddresses: senders.filter((sender) => sender.includes('@')),
		senderDomains: senders.filter((sender) => !sender.includes('@')),
		appIds: apps.filter((app) => GUID.test(app)),
		appNames: apps.filter((app) => !GUID.test(app)),
	};
}

/** A full name includes the short one, for tables without domains; a short name matches any domain. */
function deviceLists(devices: readonly string[]) {
	const names = devices.filter((device) => !DEVICE_ID.test(device));
	return {
		deviceIds: devices.filter((device) => DEVICE_ID.test(device)).map((id) => id.toLowerCase()),
		deviceNames: names.flatMap((name) => (name.includes('.') ? [name, name.replace(/\..*$/s, '')] : [name])),
		hostNames: names.filter((name) => !name.includes('.')),
	};
}

function userLists(users: readonly string[]) {
	const upns = users.filter((user) => user.includes('@'));
	const others = users.filter((user) => !user.includes('@'));
	const plain = others.filter((user) => !GUID.test(user) && !SID.test(user) && !user.includes('\\'));
	return {
		upns,
		objectIds: others.filter((user) => GUID.test(user)),
		sids: others.filter((user) => SID.test(user)),
		domainAccounts: others.filter((user) => user.includes('\\')).map(withNetbiosName),
		plainAccounts: plain,
		accountNames: [...plain, ...upns.map((upn) => upn.replace(/@.*$/s, ''))],
	};
}

/** Keeps the first label of the domain, which is usually its NetBIOS name. */
function withNetbiosName(account: string): string {
	return account.replace(/^([^.\\]+)[^\\]*/, '$1');
}

function cleaned(texts: readonly string[]): readonly string[] {
	return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** Analysts write `hxxps://bad[.]example`, so that nobody clicks it. */
function refang(text: string): string {
	return text.replace(/^hxxp/i, 'http').replace(/\[\.\]/g, '.');
}
