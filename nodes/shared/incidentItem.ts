export { outputItems, type Output } from '../../defender/incidents/outputs';
export { incidentItem } from '../../defender/incidents/simplify';
