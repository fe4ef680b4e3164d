import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMillis, type UtcInstant } from '../../../defender/core/instant.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { compileQuery } from '../../../defender/incidents/odata.ts';
import { matches, type IncidentQuery } from '../../../defender/incidents/query.ts';
import { hostileStrings } from '../../fixtures/hostileStrings.mts';
import { incident } from '../../fixtures/incidents.mts';
import { holds, type Row } from './odataOracle.mts';

const RUNS = { numRuns: 2_000, seed: 20_261_122 };
const STATUSES = ['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction'];
const SEVERITIES = ['unknown', 'informational', 'low', 'medium', 'high'];
const ALL = new Set(['status', 'severity', 'assignedTo', 'lastUpdateDateTime']);
const EVERYTHING = { fields: ALL, or: true };

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

const anyQuery = (owners: fc.Arbitrary<string>): fc.Arbitrary<IncidentQuery> =>
	fc.record({
		status: fc.subarray(STATUSES),
		severity: fc.subarray(SEVERITIES),
		assignedTo: fc.option(owners, { nil: undefined }),
		updatedAfter: fc.option(instant, { nil: undefined }),
	});
const anyIncident = (owners: fc.Arbitrary<string>): fc.Arbitrary<Incident> =>
	fc
		.record({
			status: fc.constantFrom(...STATUSES, 'somethingNew'),
			severity: fc.constantFrom(...SEVERITIES),
			assignedTo: fc.option(owners),
			lastUpdateDateTime: instant,
		})
		.map((more) => incident(more));
/** Query and incident that often speak of the same owner, so that both answers occur. */
const pair = owner.chain((name) => {
	const near = fc.oneof(fc.constant(name), owner);
	return fc.tuple(anyQuery(near), anyIncident(near));
});

function rowOf(one: Incident): Row {
	const { status, severity, assignedTo, lastUpdateDateTime } = one;
	return { status, severity, assignedTo, lastUpdateDateTime };
}
const serverTakes = (server: string | undefined, one: Incident) =>
	server === undefined || holds(server, rowOf(one));

describe('a compiled query', () => {
	it('asks the service for at least what the query wants: server and rest are the query', () => {
		const seen = { yes: 0, no: 0 };
		fc.assert(
			fc.property(pair, ([query, one]) => {
				const { server, rest } = compileQuery(query, EVERYTHING);
				const wanted = matches(query, one);
				seen[wanted ? 'yes' : 'no'] += 1;
				expect(serverTakes(server, one) && matches(rest, one)).toBe(wanted);
			}),
			RUNS,
		);
		expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(100);
	});

	it('asks for exactly that when the service can do all of it', () => {
		fc.assert(
			fc.property(pair, ([query, one]) => {
				const sendable =
					!query.status.includes('awaitingAction') && !/\p{Surrogate}/u.test(query.assignedTo ?? '');
				const { server } = compileQuery(query, EVERYTHING);
				if (sendable) expect(serverTakes(server, one)).toBe(matches(query, one));
			}),
			RUNS,
		);
	});

	it('without `or` or some fields asks for more, never for less, and uses neither', () => {
		const abilities = fc.record({
			fields: fc.subarray([...ALL]).map((names) => new Set(names)),
			or: fc.boolean(),
		});
		fc.assert(
			fc.property(pair, abilities, ([query, one], can) => {
				const { server, rest, usesOr } = compileQuery(query, can);
				if (matches(query, one)) expect(serverTakes(server, one)).toBe(true);
				expect(rest).toEqual(query);
				if (!can.or) expect(usesOr).toBe(false);
				const names = (server ?? '').replace(/'(?:[^']|'')*'/g, '').match(/[a-z]\w+(?= (?:eq|ge))/gi) ?? [];
				expect(names.filter((name) => !can.fields.has(name))).toEqual([]);
			}),
			RUNS,
		);
	});

	it('can always be put into an address', () => {
		fc.assert(
			fc.property(anyQuery(owner), (query) => {
				expect(() => encodeURIComponent(compileQuery(query, EVERYTHING).server ?? '')).not.toThrow();
			}),
			RUNS,
		);
	});
});

describe('compileQuery', () => {
	const nothing: IncidentQuery = { status: [], severity: [], assignedTo: undefined, updatedAfter: undefined };
	const hour: UtcInstant = instantFromMillis(Date.UTC(2026, 10, 22, 3));
	it.each<[Partial<IncidentQuery>, string | undefined]>([
		[{}, undefined],
		[{ status: ['active'] }, "status eq 'active'"],
		[{ status: ['active', 'inProgress'] }, "(status eq 'active' or status eq 'inProgress')"],
		[{ status: ['active', 'awaitingAction'] }, undefined],
		[{ assignedTo: "o'brien@x.example" }, "assignedTo eq 'o''brien@x.example'"],
		[{ assignedTo: '\ud83d' }, undefined],
		[{ updatedAfter: hour }, 'lastUpdateDateTime ge 2026-11-22T03:00:00.0000000Z'],
		[{ status: ['active'], severity: ['high'] }, "status eq 'active' and severity eq 'high'"],
	])('makes %j the filter %s', (query, server) => {
		expect(compileQuery({ ...nothing, ...query }, EVERYTHING).server).toBe(server);
	});
});

describe('matches', () => {
	const nothing: IncidentQuery = { status: [], severity: [], assignedTo: undefined, updatedAfter: undefined };
	const one = incident({ assignedTo: 'Kai@x.example' });
	it.each<[Partial<IncidentQuery>, boolean]>([
		[{}, true],
		[{ status: ['resolved', 'active'] }, true],
		[{ status: ['Active'] }, false],
		[{ severity: ['low'] }, false],
		[{ assignedTo: 'Kai@x.example' }, true],
		[{ assignedTo: 'kai@x.example' }, false],
		[{ updatedAfter: one.lastUpdateDateTime }, true],
		[{ updatedAfter: instantFromMillis(Date.parse(one.lastUpdateDateTime) + 1) }, false],
	])('says of %j: %s', (query, wanted) => {
		expect(matches({ ...nothing, ...query }, one)).toBe(wanted);
	});
});
