import { describe, expect, it } from 'vitest';
import * as parameterSentences from '../../../../defender/hunting/sentences/huntParameterText.ts';
import * as refusalSentences from '../../../../defender/hunting/sentences/huntRefusalText.ts';
import * as rangeSentences from '../../../../defender/hunting/sentences/timeRangeText.ts';
import * as huntSentences from '../../../../defender/hunting/sentences/queryText.ts';
import * as nodeSentences from '../../../../nodes/RunHuntingQuery/huntingNodeText.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const TIME = '2026-11-22T03:00:00Z';
const NAME = 'a"\n\u202e'.repeat(100);

function said(text: unknown): string {
	if (typeof text === 'string') return text;
	return typeof text === 'object' && text !== null ? Object.values(text).join(' ') : '';
}

const texts: ReadonlyArray<readonly [string, string]> = [
	['parameterWithoutName', said(parameterSentences.parameterWithoutName())],
	['parameterTypeUnknown', said(parameterSentences.parameterTypeUnknown(NAME))],
	['parameterWithoutValue', said(parameterSentences.parameterWithoutValue(NAME))],
	['parameterNotText', said(parameterSentences.parameterNotText(NAME, 'a list'))],
	['parameterNotOfType', said(parameterSentences.parameterNotOfType(NAME, 'datetime', 'a list'))],
	['parameterNotJson', said(parameterSentences.parameterNotJson(NAME))],
	['parameterTooDeep', said(parameterSentences.parameterTooDeep(NAME, 32))],
	['parameterTooManyValues', said(parameterSentences.parameterTooManyValues(NAME, 10_000))],
	['parametersTooMany', said(parameterSentences.parametersTooMany(101, 100))],
	['queryTooLong', said(huntSentences.queryTooLong(200_001, 200_000))],
	['boundQueryTooLong', said(huntSentences.boundQueryTooLong(1_000_001, 1_000_000))],
	['parameterNumberNotExact', said(parameterSentences.parameterNumberNotExact(NAME))],
	['parameterDateInvalid', said(parameterSentences.parameterDateInvalid(NAME))],
	['parameterNotList', said(parameterSentences.parameterNotList(NAME))],
	['parameterListNotJson', said(parameterSentences.parameterListNotJson(NAME))],
	['parameterNameInvalid', said(parameterSentences.parameterNameInvalid(NAME))],
	['parameterDuplicate', said(parameterSentences.parameterDuplicate(NAME, NAME))],
	['parameterListEmpty', said(parameterSentences.parameterListEmpty(NAME))],
	['parameterListTooLong', said(parameterSentences.parameterListTooLong(NAME, 10_001, 10_000))],
	['parameterValueTooLong', said(parameterSentences.parameterValueTooLong(NAME, 70_000, 65_536))],
	['parameterNotSendable', said(parameterSentences.parameterNotSendable(NAME, 'a NUL character'))],
	['parameterMissing', said(parameterSentences.parameterMissing(NAME, []))],
	['reservedNameTaken', said(huntSentences.reservedNameTaken(NAME))],
	['prefixMissing', parameterSentences.prefixMissing('device')],
	['parametersNotUsed', parameterSentences.parametersNotUsed(['device'])],
	['parametersEmptyText', parameterSentences.parametersEmptyText(['device'])],
	['queryEmpty', said(huntSentences.queryEmpty())],
	['queryIsCommand', said(huntSentences.queryIsCommand())],
	['amountNotWhole', said(rangeSentences.amountNotWhole(NAME))],
	['rangeOutsideCalendar', said(rangeSentences.rangeOutsideCalendar())],
	['rangeBeyondRetention', rangeSentences.rangeBeyondRetention(30)],
	['rangeReversed', said(rangeSentences.rangeReversed(TIME, TIME))],
	['rangeEmpty', said(rangeSentences.rangeEmpty(TIME))],
	['rangeInFuture', said(rangeSentences.rangeInFuture(TIME, TIME))],
	['rangeWithoutStart', said(rangeSentences.rangeWithoutStart())],
	['intervalUnreadable', said(rangeSentences.intervalUnreadable(NAME))],
	['timeRangeUnsupported', said(rangeSentences.timeRangeUnsupported('| where Timestamp >= ago(1d)'))],
	['windowOpen', rangeSentences.windowOpen(30)],
	['rangeTooShortForStates', rangeSentences.rangeTooShortForStates(['DeviceInfo'])],
	['rangeWithoutTimestamp', rangeSentences.rangeWithoutTimestamp(['ExposureGraphNodes'])],
	['limitNotWhole', said(huntSentences.limitNotWhole(NAME))],
	['limitNotAdded', said(huntSentences.limitNotAdded)],
	['limitAppliedAfterwards', huntSentences.limitAppliedAfterwards(50, huntSentences.limitNotAdded.chart)],
	['cellTooDeep', said(huntSentences.cellTooDeep(NAME))],
	['expressionInQueryRefused', said(nodeSentences.expressionInQueryRefused())],
	['expressionInQueryHint', nodeSentences.expressionInQueryHint()],
	['manyHunts', nodeSentences.manyHunts(21)],
	['authorLine', refusalSentences.authorLine(1, 2, 'a')],
	['tableNotInTenant', refusalSentences.tableNotInTenant(NAME)],
	['nameUnknown', refusalSentences.nameUnknown(NAME, ['DeviceName'])],
];

describe('texts of the hunting node', () => {
	it('every exported text → listed in this test', () => {
		const exported = [
			...Object.keys(parameterSentences),
			...Object.keys(huntSentences),
			...Object.keys(rangeSentences),
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
