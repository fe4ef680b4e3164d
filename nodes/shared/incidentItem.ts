export { incidentItem } from '../../defender/incidents/simplify';
