import { describe, expect, it } from 'vitest';
import { EPOCH } from '../../../../defender/core/instant.ts';
import * as parameterSentences from '../../../../defender/hunting/sentences/huntParameterText.ts';
import * as refusalSentences from '../../../../defender/hunting/sentences/huntRefusalText.ts';
import * as rangeSentences from '../../../../defender/hunting/sentences/timeRangeText.ts';
import * as splitSentences from '../../../../defender/hunting/sentences/splitText.ts';
import * as huntSentences from '../../../../defender/hunting/sentences/queryText.ts';
import * as nodeSentences from '../../../../nodes/RunHuntingQuery/huntingNodeText.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const TIME = '2026-11-22T03:00:00Z';
const NAME = 'a"\n\u202e'.repeat(100);

const COVERED = { from: EPOCH, to: EPOCH };

function textOf(text: unknown): string {
	if (typeof text === 'string') return text;
	return typeof text === 'object' && text !== null ? Object.values(text).join(' ') : '';
}

const texts: ReadonlyArray<readonly [string, string]> = [
	['parameterWithoutName', textOf(parameterSentences.parameterWithoutName())],
	['parameterTypeUnknown', textOf(parameterSentences.parameterTypeUnknown(NAME))],
	['parameterWithoutValue', textOf(parameterSentences.parameterWithoutValue(NAME))],
	['parameterNotText', textOf(parameterSentences.parameterNotText(NAME, 'a list'))],
	['parameterNotOfType', textOf(parameterSentences.parameterNotOfType(NAME, 'datetime', 'a list'))],
	['parameterNotJson', textOf(parameterSentences.parameterNotJson(NAME))],
	['parameterTooDeep', textOf(parameterSentences.parameterTooDeep(NAME, 32))],
	['parameterTooManyValues', textOf(parameterSentences.parameterTooManyValues(NAME, 10_000))],
	['parametersTooMany', textOf(parameterSentences.parametersTooMany(101, 100))],
	['queryTooLong', textOf(huntSentences.queryTooLong(200_001, 200_000))],
	['boundQueryTooLong', textOf(huntSentences.boundQueryTooLong(1_000_001, 1_000_000))],
	['parameterNumberNotExact', textOf(parameterSentences.parameterNumberNotExact(NAME))],
	['parameterDateInvalid', textOf(parameterSentences.parameterDateInvalid(NAME))],
	['parameterNotList', textOf(parameterSentences.parameterNotList(NAME))],
	['parameterListNotJson', textOf(parameterSentences.parameterListNotJson(NAME))],
	['parameterNameInvalid', textOf(parameterSentences.parameterNameInvalid(NAME))],
	['parameterDuplicate', textOf(parameterSentences.parameterDuplicate(NAME, NAME))],
	['parameterListEmpty', textOf(parameterSentences.parameterListEmpty(NAME))],
	['parameterListTooLong', textOf(parameterSentences.parameterListTooLong(NAME, 10_001, 10_000))],
	['parameterValueTooLong', textOf(parameterSentences.parameterValueTooLong(NAME, 70_000, 65_536))],
	['parameterNotSendable', textOf(parameterSentences.parameterNotSendable(NAME, 'a NUL character'))],
	['parameterMissing', textOf(parameterSentences.parameterMissing(NAME, []))],
	['reservedNameTaken', textOf(huntSentences.reservedNameTaken(NAME))],
	['prefixMissing', parameterSentences.prefixMissing('device')],
	['parametersNotUsed', parameterSentences.parametersNotUsed(['device'])],
	['parametersEmptyText', parameterSentences.parametersEmptyText(['device'])],
	['queryEmpty', textOf(huntSentences.queryEmpty())],
	['queryIsCommand', textOf(huntSentences.queryIsCommand())],
	['amountNotWhole', textOf(rangeSentences.amountNotWhole(NAME))],
	['rangeOutsideCalendar', textOf(rangeSentences.rangeOutsideCalendar())],
	['rangeBeyondRetention', rangeSentences.rangeBeyondRetention(30)],
	['rangeReversed', textOf(rangeSentences.rangeReversed(TIME, TIME))],
	['rangeEmpty', textOf(rangeSentences.rangeEmpty(TIME))],
	['rangeInFuture', textOf(rangeSentences.rangeInFuture(TIME, TIME))],
	['rangeWithoutStart', textOf(rangeSentences.rangeWithoutStart())],
	['intervalUnreadable', textOf(rangeSentences.intervalUnreadable(NAME))],
	['timeRangeUnsupported', textOf(rangeSentences.timeRangeUnsupported('| where Timestamp >= ago(1d)'))],
	['windowOpen', rangeSentences.windowOpen(30)],
	['rangeTooShortForStates', rangeSentences.rangeTooShortForStates(['DeviceInfo'])],
	['rangeWithoutTimestamp', rangeSentences.rangeWithoutTimestamp(['ExposureGraphNodes'])],
	['limitNotWhole', textOf(huntSentences.limitNotWhole(NAME))],
	['limitNotAdded', textOf(huntSentences.limitNotAdded)],
	['limitAppliedAfterwards', huntSentences.limitAppliedAfterwards(50, huntSentences.limitNotAdded.chart)],
	['cellTooDeep', textOf(huntSentences.cellTooDeep(NAME))],
	['expressionInQueryRefused', textOf(nodeSentences.expressionInQueryRefused())],
	['expressionInQueryHint', nodeSentences.expressionInQueryHint()],
	['manyHunts', nodeSentences.manyHunts(21)],
	['authorLine', refusalSentences.authorLine(1, 2, 'a')],
	['tableNotInTenant', refusalSentences.tableNotInTenant(NAME)],
	['notSplit', splitSentences.notSplit.callOf(NAME)],
	['queryNotSplit', splitSentences.queryNotSplit(splitSentences.notSplit.callOf(NAME))],
	['slicesExhausted', splitSentences.slicesExhausted(32, COVERED)],
	['waitExhausted', splitSentences.waitExhausted('The message', COVERED)],
	['sliceFailed', splitSentences.sliceFailed('The message', undefined)],
	['rowMaximumReached', splitSentences.rowMaximumReached(500_000, COVERED)],
	['slicesTooDense', splitSentences.slicesTooDense([TIME, TIME])],
	['nameUnknown', refusalSentences.nameUnknown(NAME, ['DeviceName'])],
];

describe('texts of the hunting node', () => {
	it('every exported text → listed in this test', () => {
		const exported = [
			...Object.keys(parameterSentences),
			...Object.keys(huntSentences),
			...Object.keys(rangeSentences),
			...Object.keys(splitSentences),
			...Object.keys(refusalSentences),
			...Object.keys(nodeSentences),
		];
		const helpers = ['count', 'prologueLine', 'positionMark'];
		expect(exported.filter((name) => !helpers.includes(name)).sort()).toEqual(
			texts.map(([name]) => name).sort(),
		);
	});

	eachRow(texts)(
		'any text with hostile values → no alarming word, one line, under 500 characters',
		(_, text) => {
			expect(text).not.toMatch(/\b(?:errors?|problems?|fail(?:ed|ures?)?)\b/i);
			expect(text).not.toMatch(/[\n\u202e]/);
			expect(text.length).toBeLessThan(500);
		},
	);
});
