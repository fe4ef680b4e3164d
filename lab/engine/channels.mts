/** What n8n would keep of an execution, or show of a credential's test, is published on this diagnostics channel. */
export const KEPT_CHANNEL = 'practice-engine.kept';
