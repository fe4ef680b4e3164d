import fc from 'fast-check';
import { expect, it } from 'vitest';
import { targetItems, type TargetItem } from '../../../../defender/incidents/evidence/targetItems.ts';
import { alert, evidence, incident } from '../../../support/incidents.mts';
import { countTargets } from '../../../support/targetOracle.mts';

const RUNS = { seed: 20_261_201, numRuns: 400 };

const NUMBERS = [1, 2, 3];
/** Evidence names any part of what is known about a thing, in any spelling, but at least one of its IDs. */
const partOf = (all: Readonly<Record<string, string>>) =>
	fc
		.tuple(fc.subarray(Object.entries(all), { minLength: 1 }), fc.boolean())
		.map(([some, upper]) =>
			Object.fromEntries(some.map(([name, value]) => [name, upper ? value.toUpperCase() : value])),
		);
const oneOf = <T,>(make: (number: number) => fc.Arbitrary<T>) => fc.constantFrom(...NUMBERS).chain(make);

const userAccount = oneOf((n) =>
	partOf({ azureAdUserId: `g${n}`, userPrincipalName: `p${n}@x.example`, userSid: `s-1-5-21-${n}` }),
);
const device = oneOf((n) => partOf({ mdeDeviceId: `d${n}`, azureAdDeviceId: `e${n}` }));
const deviceId = fc.constantFrom('d1', 'D2', 'd3', null);
const hashes = oneOf((n) => partOf({ sha256: `aa${n}`, sha1: `bb${n}`, md5: `cc${n}` }));
const address = fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example', null);
const messageId = fc.constantFrom('m1', 'M1', 'm2');

const judged = fc.record({
	verdict: fc.constantFrom('unknown', 'suspicious', 'malicious', 'noThreatsFound'),
	roles: fc.subarray(['attacker', 'compromised']),
});
const typed = (type: string, properties: fc.Arbitrary<object>) =>
	fc.tuple(judged, properties).map(([one, other]) => evidence(type, { ...one, ...other }));

const piece = fc.oneof(
	typed('userEvidence', fc.record({ userAccount })),
	typed('deviceEvidence', device),
	typed('processEvidence', fc.record({ userAccount, imageFile: hashes, mdeDeviceId: deviceId })),
	typed('fileEvidence', fc.record({ fileDetails: hashes, mdeDeviceId: deviceId })),
	typed(
		'analyzedMessageEvidence',
		fc.record({ networkMessageId: messageId, recipientEmailAddress: address }),
	),
	typed('submissionMailEvidence', fc.record({ networkMessageId: messageId, recipient: address })),
	typed('mailboxEvidence', fc.record({ userAccount, primaryAddress: address })),
	typed('mailClusterEvidence', fc.constant({ networkMessageIds: ['m1', 'm9'] })),
	typed('hostLogonSessionEvidence', fc.record({ account: fc.record({ userAccount }), host: device })),
	typed(
		'malwareEvidence',
		fc.record({
			files: fc.array(fc.record({ fileDetails: hashes, mdeDeviceId: deviceId }), { maxLength: 2 }),
		}),
	),
);
const alerts = fc
	.array(fc.array(piece, { maxLength: 5 }), { maxLength: 5 })
	.map((lists) => lists.map((list, index) => alert({ id: `a${index}`, evidence: list })));

const ofType = (items: readonly TargetItem[], type: string) =>
	items.filter(({ targetType }) => targetType === type);

it('targets › any evidence → as many as an independent count over all alerts, each with all its alerts', () => {
	let total = 0;
	fc.assert(
		fc.property(alerts, (given) => {
			const items = targetItems(incident(), given);
			const wanted = countTargets(given);
			for (const [type, count] of Object.entries(wanted.count)) {
				const found = ofType(items, type);
				expect(found, type).toHaveLength(count);
				const named = found.map(({ alertIds }) => alertIds.length).sort((a, b) => a - b);
				expect(named, type).toEqual(wanted.alerts[type]);
				total += count;
			}
			expect(items).toHaveLength(Object.values(wanted.count).reduce((sum, one) => sum + one, 0));
		}),
		RUNS,
	);
	expect(total).toBeGreaterThan(2_000);
});

it('targets › alerts in any order → the same targets', () => {
	const identity = (items: readonly TargetItem[]) =>
		items.map((item) => JSON.stringify([item.targetType, [...item.alertIds].sort(), item.verdict])).sort();
	fc.assert(
		fc.property(alerts, (given) => {
			const reversed = targetItems(incident(), [...given].reverse());
			expect(identity(reversed)).toEqual(identity(targetItems(incident(), given)));
		}),
		RUNS,
	);
});
