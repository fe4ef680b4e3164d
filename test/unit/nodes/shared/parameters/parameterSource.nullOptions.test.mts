import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { readHuntSettings, readPace } from '../../../../../nodes/RunHuntingQuery/readHuntSettings.ts';
import { readTriggerSettings } from '../../../../../nodes/IncidentTrigger/readTriggerSettings.ts';
import {
	isConflictAnError,
	readUpdateSettings,
} from '../../../../../nodes/UpdateIncident/readUpdateSettings.ts';
import { itemParameters } from '../../../../../nodes/shared/parameters/parameterSource.ts';
import { n8nContext } from '../../../../support/n8nContext.mts';

/** A context in which every option of a collection is an expression that returns null. */
function nullOptions(...names: readonly string[]): IExecuteFunctions {
	const options = Object.fromEntries(names.map((name) => [name, null]));
	return Object.assign(n8nContext(), {
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, _: number, absent: unknown) => (name === 'options' ? options : absent),
	});
}

/** The same context for a trigger. */
function nullTriggerOptions(...names: readonly string[]): IPollFunctions {
	const options = Object.fromEntries(names.map((name) => [name, null]));
	const context = Object.assign(n8nContext(), {
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, absent: unknown) => (name === 'options' ? options : absent),
	});
	// Reading settings uses no other member of the interface.
	return context as unknown as IPollFunctions;
}

describe('options whose expressions return null', () => {
	it('Update Incident → the defaults', () => {
		const context = nullOptions('merged', 'onConflict', 'requireVerdict', 'dryRun');
		const { merged, requireVerdict, dryRun } = readUpdateSettings(context, 0, '1');
		expect({ merged, requireVerdict, dryRun }).toEqual({
			merged: 'safe',
			requireVerdict: false,
			dryRun: false,
		});
		expect(isConflictAnError(context, 0)).toBe(false);
	});

	it('Run Hunting Query → the defaults', () => {
		const parameters = itemParameters(nullOptions('onTruncation', 'rawValues', 'maxWait', 'quotaShare'), 0);
		expect(readHuntSettings(parameters)).toMatchObject({ onTruncation: 'hint', rawValues: false });
		expect(readPace(parameters)).toEqual({ maxWaitMs: 60_000, quotaShare: 80 });
	});

	it('Incident Trigger → the defaults', () => {
		const context = nullTriggerOptions('lookBack', 'maxPerPoll', 'ownChanges', 'redeliver', 'sweepMinutes');
		const { poll, redeliver } = readTriggerSettings(context, { triggerKey: 'key', ownName: undefined });
		expect([poll.lookBackMs, poll.sweepMs, poll.maxPerPoll, redeliver]).toEqual([
			3_600_000,
			3_600_000,
			50,
			'recent',
		]);
		expect(poll.watch.ownChanges).toBe('include');
	});
});
