export { ConfidentialClientApplication } from '@azure/msal-node';
