import { Ajv, type ValidateFunction } from 'ajv';
import { ENTITY_KEYS } from './entities.mts';

/** The answers of the older API. */
export type AnswerKind = 'incidentList' | 'incident' | 'huntingResults';

type Schema = Readonly<Record<string, unknown>>;

// Transcribed from the field tables and samples of "Incidents API" and "Advanced hunting API" (Microsoft Defender XDR).
const text = { type: 'string' };
const whole = { type: 'integer' };
const instant = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?Z$' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
/** Every key is present, and no other. */
const exactly = (properties: Readonly<Record<string, Schema>>): Schema => ({
	type: 'object',
	properties,
	required: Object.keys(properties),
	additionalProperties: false,
});

const SEVERITY = { enum: ['UnSpecified', 'Informational', 'Low', 'Medium', 'High'] };
const CLASSIFICATION = {
	enum: ['Unknown', 'TruePositive', 'FalsePositive', 'InformationalExpectedActivity'],
};
const DETERMINATION = {
	enum: [
		'NotAvailable',
		...['MultiStagedAttack', 'MaliciousUserActivity', 'CompromisedAccount', 'Malware', 'Phishing'],
		...['UnwantedSoftware', 'SecurityTesting', 'LineOfBusinessApplication', 'ConfirmedActivity', 'Other'],
		...['Clean', 'NotMalicious', 'NoEnoughDataToValidate', 'NotEnoughDataToValidate', 'InsufficientData'],
		// Withdrawn in 2022, still on old incidents.
		...['Apt', 'SecurityPersonnel'],
	],
};
const INVESTIGATION = {
	enum: [
		...['Unknown', 'Terminated', 'SuccessfullyRemediated', 'Benign', 'Failed', 'PartiallyRemediated'],
		...['Running', 'PendingApproval', 'PendingResource', 'PartiallyInvestigated', 'TerminatedByUser'],
		...['TerminatedBySystem', 'Queued', 'InnerFailure', 'PreexistingAlert', 'UnsupportedOs'],
		...['UnsupportedAlertType', 'SuppressedAlert'],
	],
};

const DEVICE = exactly({
	mdatpDeviceId: text,
	aadDeviceId: orNull(text),
	deviceDnsName: orNull(text),
	osPlatform: orNull(text),
	version: orNull(text),
	osProcessor: orNull(text),
	osBuild: orNull(whole),
	healthStatus: orNull(text),
	riskScore: orNull(text),
	rbacGroupName: orNull(text),
	rbacGroupId: orNull(whole),
	firstSeen: orNull(instant),
});

const ENTITY_TYPES = {
	enum: [
		...['User', 'Ip', 'Url', 'File', 'Process', 'MailBox', 'MailMessage', 'MailCluster', 'Registry'],
		'SecurityGroup',
	],
};
const ENTITY = exactly({
	...Object.fromEntries(ENTITY_KEYS.map((key): [string, Schema] => [key, orNull(text)])),
	entityType: ENTITY_TYPES,
	processId: orNull(whole),
	parentProcessId: orNull(whole),
	processCreationTime: orNull(instant),
	parentProcessCreationTime: orNull(instant),
});

const ALERT = exactly({
	alertId: text,
	incidentId: whole,
	serviceSource: text,
	creationTime: instant,
	lastUpdatedTime: instant,
	resolvedTime: orNull(instant),
	firstActivity: orNull(instant),
	lastActivity: orNull(instant),
	title: text,
	description: text,
	category: text,
	status: text,
	severity: SEVERITY,
	investigationId: orNull(whole),
	investigationState: INVESTIGATION,
	classification: orNull(CLASSIFICATION),
	determination: orNull(DETERMINATION),
	detectionSource: text,
	assignedTo: orNull(text),
	actorName: orNull(text),
	threatFamilyName: orNull(text),
	mitreTechniques: listOf(text),
	devices: listOf(DEVICE),
	entities: listOf(ENTITY),
});

const INCIDENT = {
	incidentId: whole,
	redirectIncidentId: orNull(whole),
	incidentName: text,
	createdTime: instant,
	lastUpdateTime: instant,
	assignedTo: orNull(text),
	classification: CLASSIFICATION,
	determination: DETERMINATION,
	// Newer members of Graph may turn up as well: an open list with the documented four.
	status: text,
	severity: SEVERITY,
	tags: listOf(text),
	comments: listOf(exactly({ comment: text, createdBy: text, createdTime: instant })),
	alerts: listOf(ALERT),
};

const ANSWERS: Readonly<Record<AnswerKind, Schema>> = {
	incident: exactly({ '@odata.context': text, ...INCIDENT }),
	incidentList: {
		type: 'object',
		properties: {
			'@odata.context': text,
			'@odata.nextLink': { type: 'string', pattern: '^https?://' },
			value: listOf(exactly(INCIDENT)),
		},
		required: ['@odata.context', 'value'],
		additionalProperties: false,
	},
	huntingResults: exactly({
		Stats: { type: 'object' },
		Schema: listOf(exactly({ Name: text, Type: text })),
		Results: listOf({ type: 'object' }),
	}),
};

const compiled = new Map<AnswerKind, ValidateFunction>();

function validatorFor(kind: AnswerKind): ValidateFunction {
	const validate = compiled.get(kind) ?? new Ajv({ strict: false }).compile(ANSWERS[kind]);
	compiled.set(kind, validate);
	return validate;
}

/** Throws unless `body` is an answer as the documentation of the older API describes it. */
export function assertConforms(kind: AnswerKind, body: unknown): void {
	const validate = validatorFor(kind);
	if (validate(body)) return;
	const first = validate.errors?.[0];
	const detail = JSON.stringify(first?.params ?? {});
	throw new Error(
		`Not a ${kind} of the older API: ${first?.instancePath || '/'} ${first?.message ?? ''} ${detail}`,
	);
}
