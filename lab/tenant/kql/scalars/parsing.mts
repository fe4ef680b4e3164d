import { convert } from '../conversion.mts';
import { readJson } from '../json.mts';
import { isArray, isBag, type Value } from '../types.mts';
import { readDelimited } from '../operators/delimited.mts';
import { textAt, type Call, type FunctionTable } from './function.mts';
import { parseXml } from './xml.mts';

/** extractjson: the value at a JSON path such as `$.a.b[0]` or `$['a']`. */
function extractJson(args: readonly Value[], call: Call): Value {
	const path = textAt(args, call, 0);
	let value: Value | undefined =
		call.types[1] === 'dynamic' ? (args[1] ?? null) : readJson(textAt(args, call, 1));
	for (const [, member, quoted, index] of path.matchAll(
		/\.([A-Za-z_]\w*)|\[["']([^"']+)["']\]|\[(\d+)\]/gu,
	)) {
		if (value === undefined) break;
		if (index !== undefined) value = isArray(value) ? value[Number(index)] : undefined;
		else value = isBag(value) ? value.get(member ?? quoted ?? '') : undefined;
	}
	return convert(value ?? null, 'dynamic', call.result);
}

function parsePath(args: readonly Value[], call: Call): Value {
	const text = textAt(args, call, 0);
	const [, scheme = '', rest = text] = /^([A-Za-z][\w+.-]+):\/\/(.*)$/su.exec(text) ?? [];
	const root = /^(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+|\/)/u.exec(rest)?.[0] ?? '';
	const cut = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
	const [fileName = '', ...streams] = rest.slice(cut + 1).split(':');
	const dot = fileName.lastIndexOf('.');
	const directory = rest.slice(0, Math.max(0, cut));
	return new Map<string, Value>([
		['Scheme', scheme],
		['RootPath', root],
		['DirectoryPath', directory],
		['DirectoryName', directory.split(/[\\/]/u).at(-1) ?? ''],
		['Filename', fileName],
		['Extension', dot > 0 ? fileName.slice(dot + 1) : ''],
		['AlternateDataStreamName', streams.join(':')],
	]);
}

/** parse_command_line, by the rules of Windows: quotes group, `\"` is a quote. */
function parseCommandLine(args: readonly Value[], call: Call): Value {
	const parts: string[] = [];
	for (const [part] of textAt(args, call, 0).matchAll(/(?:"(?:\\"|[^"])*"?|[^\s"])+/gu)) {
		parts.push(part.replace(/\\"/gu, '\u0000').replaceAll('"', '').replaceAll('\u0000', '"'));
	}
	return parts;
}

const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
	['Edge', /Edg\/(\d+)\.(\d+)/u],
	['Chrome', /Chrome\/(\d+)\.(\d+)/u],
	['Firefox', /Firefox\/(\d+)\.(\d+)/u],
	['Safari', /Version\/(\d+)\.(\d+).*Safari/u],
];
const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
	['Windows', /Windows NT (\d+)\.(\d+)/u],
	['Mac OS X', /Mac OS X (\d+)[._](\d+)/u],
	['Android', /Android (\d+)(?:\.(\d+))?/u],
	['Linux', /Linux/u],
];

function familyOf(text: string, known: readonly (readonly [string, RegExp])[]): Value {
	const found = known.find(([, pattern]) => pattern.test(text));
	const [, major = '', minor = ''] = found?.[1].exec(text) ?? [];
	return new Map<string, Value>([
		['Family', found?.[0] ?? 'Other'],
		['MajorVersion', major],
		['MinorVersion', minor],
	]);
}

function parseUserAgent(args: readonly Value[], call: Call): Value {
	const text = textAt(args, call, 0);
	return new Map<string, Value>([
		['Browser', familyOf(text, BROWSERS)],
		['OperatingSystem', familyOf(text, SYSTEMS)],
		['Device', new Map<string, Value>([['Family', 'Other']])],
	]);
}

function parseVersion(args: readonly Value[], call: Call): Value {
	const parts = /^\d+(?:\.\d+){0,3}$/u.test(textAt(args, call, 0)) ? textAt(args, call, 0).split('.') : [];
	if (parts.length === 0) return null;
	const padded = Array.from({ length: 4 }, (_, index) => BigInt(parts[index] ?? 0));
	const number = padded.reduce((sum, part) => sum * 100_000_000n + part, 0n);
	return convert(String(number), 'string', call.result);
}

function parseUrlQuery(args: readonly Value[], call: Call): Value {
	const pairs = new URLSearchParams(textAt(args, call, 0).replace(/^\?/u, ''));
	return new Map<string, Value>([['Query Parameters', new Map<string, Value>([...pairs])]]);
}

export const PARSING: FunctionTable = {
	extractjson: extractJson,
	extract_json: extractJson,
	parse_csv: (args, call) => [...(readDelimited(textAt(args, call, 0), ',')[0] ?? [''])],
	parse_path: parsePath,
	parse_command_line: parseCommandLine,
	parse_user_agent: parseUserAgent,
	parse_version: parseVersion,
	parse_urlquery: parseUrlQuery,
	parse_xml: (args, call) => parseXml(textAt(args, call, 0)),
};
