import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../../defender/core/instant.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { compileQuery, type UnconfirmedSyntax } from '../../../defender/incidents/odata.ts';
import { matches, type IncidentQuery } from '../../../defender/incidents/query.ts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { incident } from '../../support/incidents.mts';
import { matchesFilter, type Row } from '../../support/odataOracle.mts';

const RUNS = { numRuns: 1_500, seed: 20_261_122 };
const STATUSES = ['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction'];
const SEVERITIES = ['unknown', 'informational', 'low', 'medium', 'high'];
const CLASSIFICATIONS = ['unknown', 'truePositive', 'falsePositive'];
const DETERMINATIONS = ['unknown', 'phishing', 'malware'];
const ALL = new Set([
	'status',
	'severity',
	'classification',
	'determination',
	'assignedTo',
	'createdDateTime',
	'lastUpdateDateTime',
]);
const DOUBTS: readonly UnconfirmedSyntax[] = ['or', 'null', 'tolower'];
const ALL_SUPPORTED = { fields: ALL, syntax: new Set(DOUBTS) };
/** Members that match more than a comparison with them finds, or that the service does not accept. */
const UNSENT = ['awaitingAction', 'unknown'];

const hostile = hostileStrings.map(({ text }) => text).filter((text) => text !== '' && text.length < 200);
const owner = fc.oneof(
	fc.constantFrom(
		'a@x.example',
		'A@x.example',
		"o'brien@x.example",
		"' or 1 eq 1 or assignedTo eq '",
		"''",
		'%27',
	),
	fc.constantFrom(...hostile),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);
const instant = fc.integer({ min: 0, max: 6 }).map((hour) => instantFromMillis(Date.UTC(2026, 10, 22, hour)));

/** Rarely present, so that the many conditions of a query do not exclude everything. */
const seldom = <T,>(condition: fc.Arbitrary<T>, none: T): fc.Arbitrary<T> =>
	fc.oneof({ weight: 4, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: condition });
const bound = fc.option(instant, { nil: undefined });
const span = seldom(fc.record({ from: bound, before: bound }), { from: undefined, before: undefined });
const tagList = fc.subarray(['vip', 'VIP', "o'neill", 'test']);
const members = (all: readonly string[]) => seldom(fc.subarray([...all]), []);
const anyQuery = (owners: fc.Arbitrary<string>): fc.Arbitrary<IncidentQuery> =>
	fc.record({
		status: members(STATUSES),
		severity: members(SEVERITIES),
		classification: members(CLASSIFICATIONS),
		determination: members(DETERMINATIONS),
		assignedTo: fc.option(owners, { nil: undefined }),
		unassigned: seldom(fc.constant(true), false),
		created: span,
		updated: span,
		tags: seldom(tagList, []),
		excludeTags: seldom(tagList, []),
		nameContains: seldom<string | undefined>(fc.constantFrom('a', 'Phish'), undefined),
		serviceSource: fc.constant([]),
		detectionSource: fc.constant([]),
		minPriority: seldom<number | undefined>(fc.constantFrom(0, 50), undefined),
		odata: fc.constant(undefined),
	});
const anyIncident = (owners: fc.Arbitrary<string>): fc.Arbitrary<Incident> =>
	fc
		.record({
			status: fc.constantFrom(...STATUSES, 'somethingNew'),
			severity: fc.constantFrom(...SEVERITIES),
			classification: fc.constantFrom(...CLASSIFICATIONS),
			determination: fc.constantFrom(...DETERMINATIONS),
			assignedTo: fc.option(owners),
			createdDateTime: instant,
			lastUpdateDateTime: instant,
			customTags: tagList,
			systemTags: tagList,
			displayName: fc.option(fc.constantFrom('A phishing wave', 'phishing', 'other')),
			priorityScore: fc.option(fc.constantFrom(0, 49, 50)),
		})
		.map((more) => incident(more));
/** A query and an incident that often have the same owner, so that both results occur. */
const pair = owner.chain((name) => {
	const near = fc.oneof(fc.constant(name), owner);
	return fc.tuple(anyQuery(near), anyIncident(near));
});

/** How the service may store it: unknown or absent values are null there, or have that name. */
function rowsOf(one: Incident): readonly Row[] {
	const { status, severity, classification, determination, assignedTo } = one;
	const { createdDateTime, lastUpdateDateTime } = one;
	const base = { status, severity, createdDateTime, lastUpdateDateTime };
	const orNull = (member: string) => (member === 'unknown' ? null : member);
	return [
		{ ...base, classification, determination, assignedTo },
		{
			...base,
			classification: orNull(classification),
			determination: orNull(determination),
			assignedTo: assignedTo ?? '',
		},
	];
}
const serverTakes = (server: string | undefined, one: Incident) =>
	server === undefined || rowsOf(one).every((row) => matchesFilter(server, row));

describe('server filter', () => {
	it('all syntax supported → never excludes an incident that the query matches', () => {
		const seen = { yes: 0, no: 0 };
		fc.assert(
			fc.property(pair, ([query, one]) => {
				const { server } = compileQuery(query, ALL_SUPPORTED);
				const wanted = matches(query, one);
				seen[wanted ? 'yes' : 'no'] += 1;
				expect(serverTakes(server, one) && matches(query, one)).toBe(wanted);
			}),
			RUNS,
		);
		expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(100);
	});

	it('all syntax supported and all conditions sendable → matches exactly what the query matches', () => {
		fc.assert(
			fc.property(pair, ([query, one]) => {
				const named = [query.status, query.severity, query.classification, query.determination].flat();
				const isHere = query.tags.length + query.excludeTags.length > 0 || query.minPriority !== undefined;
				const sendable =
					!named.some((member) => UNSENT.includes(member)) && /^[ -~]*$/.test(query.assignedTo ?? '');
				const { server } = compileQuery(query, ALL_SUPPORTED);
				if (sendable && !isHere && query.nameContains === undefined)
					expect(serverTakes(server, one)).toBe(matches(query, one));
			}),
			RUNS,
		);
	});

	it('some fields or syntax unsupported → never excludes a match, and uses none of them', () => {
		const abilities = fc.record({
			fields: fc.subarray([...ALL]).map((names) => new Set(names)),
			syntax: fc.subarray([...DOUBTS]).map((doubts) => new Set(doubts)),
		});
		fc.assert(
			fc.property(pair, abilities, ([query, one], can) => {
				const { server, unconfirmed: doubts } = compileQuery(query, can);
				if (matches(query, one)) expect(serverTakes(server, one)).toBe(true);
				expect([...doubts].filter((doubt) => !can.syntax.has(doubt))).toEqual([]);
				const bare = (server ?? '').replace(/'(?:[^']|'')*'/g, '');
				expect(/ or /.test(bare)).toBe(doubts.has('or'));
				expect(/\bnull\b/.test(bare)).toBe(doubts.has('null'));
				expect(/\btolower\(/.test(bare)).toBe(doubts.has('tolower'));
				const names = bare.match(/[a-z]\w+(?=\)? (?:eq|ge|lt))/gi) ?? [];
				expect(names.filter((name) => !can.fields.has(name))).toEqual([]);
			}),
			RUNS,
		);
	});

	it('any query → can be encoded in a URL', () => {
		fc.assert(
			fc.property(anyQuery(owner), (query) => {
				expect(() => encodeURIComponent(compileQuery(query, ALL_SUPPORTED).server ?? '')).not.toThrow();
			}),
			RUNS,
		);
	});
});
