import type { IExecuteFunctions } from 'n8n-workflow';
import { invalidInput } from '../../../defender/core/errors';
import { isGuid } from '../../../defender/core/isGuid';
import { isRecord } from '../../../defender/core/isRecord';
import { plainIncidentId } from '../../../defender/incidents/incidentId';
import { badIncidentId, otherTenant } from './inputText';

/**
 * Reads an ID without leading zeros, so that each incident has exactly one. It consists of digits only, so it is safe as
 * part of a path.
 * @throws DefenderError `invalidInput`
 */
export function readIncidentId(value: unknown): string {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (!/^\d{1,18}$/.test(text)) throw invalidInput('incidentId', badIncidentId(text));
	return plainIncidentId(text);
}

/** A key that is equal for all spellings of the chosen incident's ID, even for invalid ones. */
export function chosenIncidentKey(context: IExecuteFunctions, index: number): string {
	const value: unknown = context.getNodeParameter('incidentId', index, '', { extractValue: true });
	return plainIncidentId(String(value));
}

/**
 * Reads the ID of the chosen incident.
 * @param tenantId of the credential. An address of another tenant is rejected, because its number is another incident here.
 * @throws DefenderError `invalidInput`
 */
export function readChosenIncident(context: IExecuteFunctions, index: number, tenantId: string): string {
	const addressed = tenantInAddress(context.getNodeParameter('incidentId', index, ''));
	// A domain cannot be compared with an ID.
	if (addressed !== undefined && isGuid(tenantId) && addressed !== tenantId.toLowerCase())
		throw invalidInput('incidentId', otherTenant(addressed, tenantId));
	return readIncidentId(context.getNodeParameter('incidentId', index, '', { extractValue: true }));
}

/** The tenant ID in the address of an incident's page, in lower case. */
function tenantInAddress(chosen: unknown): string | undefined {
	if (!isRecord(chosen) || chosen['mode'] !== 'url' || typeof chosen['value'] !== 'string') return undefined;
	const [, tid = ''] = /[?&]tid=([^&#\s]*)/i.exec(chosen['value']) ?? [];
	return isGuid(tid) ? tid.toLowerCase() : undefined;
}
