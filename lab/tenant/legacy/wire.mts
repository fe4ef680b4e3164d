import type { Behaviours } from '../behaviours.mts';
import { trimFraction } from '../graph/wire.mts';
import type { AlertRecord, IncidentRecord } from '../incidents/store.mts';
import { entitiesOf, evidenceKind, type Entity } from './entities.mts';
import { detectorName, determinationName, pascal, serviceName, severityName } from './names.mts';

type WireObject = Readonly<Record<string, unknown>>;
type Style = Pick<Behaviours, 'fractions' | 'falsePositiveNames'>;

/** An incident as the older API writes it: alerts, devices and entities always inline. */
export function incidentWire(incident: IncidentRecord, style: Style): WireObject {
	const { id, redirectIncidentId: target, comments, alerts } = incident;
	const at = instantIn(style);
	return {
		incidentId: Number(id),
		redirectIncidentId: target === null ? null : Number(target),
		incidentName: incident.displayName,
		createdTime: at(incident.createdDateTime),
		lastUpdateTime: at(incident.lastUpdateDateTime),
		assignedTo: incident.assignedTo,
		classification: pascal(incident.classification),
		determination: determinationName(incident.determination, style.falsePositiveNames),
		status: pascal(incident.status),
		severity: severityName(incident.severity),
		tags: incident.customTags,
		comments: comments.map(({ comment, createdByDisplayName, createdDateTime }) => ({
			comment,
			createdBy: createdByDisplayName,
			createdTime: at(createdDateTime),
		})),
		alerts: alerts.map((alert) => alertWire(alert, style)),
	};
}

function alertWire(alert: AlertRecord, style: Style): WireObject {
	const at = instantIn(style);
	const { classification, determination, evidence } = alert;
	return {
		alertId: alert.id,
		incidentId: Number(alert.incidentId),
		serviceSource: serviceName(alert.serviceSource),
		creationTime: at(alert.createdDateTime),
		lastUpdatedTime: at(alert.lastUpdateDateTime),
		resolvedTime: at(alert.resolvedDateTime),
		firstActivity: at(alert.firstActivityDateTime),
		lastActivity: at(alert.lastActivityDateTime),
		title: alert.title,
		description: alert.description,
		category: alert.category,
		status: pascal(alert.status),
		severity: severityName(alert.severity),
		investigationId: null,
		investigationState: pascal(alert.investigationState),
		classification: classification === null ? null : pascal(classification),
		determination: determination === null ? null : determinationName(determination, style.falsePositiveNames),
		detectionSource: detectorName(alert.detectionSource),
		assignedTo: alert.assignedTo,
		actorName: alert.actorDisplayName,
		threatFamilyName: alert.threatFamilyName,
		mitreTechniques: alert.mitreTechniques,
		devices: evidence.filter((item) => evidenceKind(item) === 'deviceEvidence').map(deviceWire(at)),
		entities: evidence.flatMap(entitiesOf).map((entity) => withInstants(entity, at)),
	};
}

const deviceWire =
	(at: InstantWriter) =>
	(device: Readonly<Record<string, unknown>>): WireObject => ({
		mdatpDeviceId: device['mdeDeviceId'],
		aadDeviceId: device['azureAdDeviceId'],
		deviceDnsName: device['deviceDnsName'],
		osPlatform: device['osPlatform'],
		version: device['version'],
		osProcessor: 'x64',
		osBuild: device['osBuild'],
		healthStatus: pascal(String(device['healthStatus'])),
		riskScore: pascal(String(device['riskScore'])),
		rbacGroupName: device['rbacGroupName'],
		rbacGroupId: device['rbacGroupId'],
		firstSeen: at(device['firstSeenDateTime']),
	});

type InstantWriter = (instant: unknown) => string | null;

const instantIn =
	({ fractions }: Style): InstantWriter =>
	(instant) => {
		if (typeof instant !== 'string') return null;
		return fractions === 'trimmed' && instant.includes('.') ? trimFraction(instant) : instant;
	};

const withInstants = (entity: Entity, at: InstantWriter): Entity => ({
	...entity,
	processCreationTime: at(entity['processCreationTime']),
	parentProcessCreationTime: at(entity['parentProcessCreationTime']),
});
