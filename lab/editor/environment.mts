/** What an n8n of this lab is told by its environment. */
export interface Places {
	/** n8n keeps everything in `.n8n` below it. */
	readonly userFolder: string;
	/** Port on 127.0.0.1 of editor and REST API. */
	readonly port: number;
	/** Port on 127.0.0.1 of the broker for task runners, which n8n also opens for a single command. */
	readonly brokerPort: number;
	/** Through which n8n would reach other computers, `http://…`; default: directly. */
	readonly proxy?: string;
}

/** Fixed, so that a database and its folder belong together; it protects practice credentials only. */
const ENCRYPTION_KEY = 'practice-only-0123456789abcdef';

/** What n8n would ask, tell or fetch over the internet, and what it would show to a person on first use. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_PUBLIC_API_DISABLED: 'true',
	// Fetches a list of servers at every start and has no switch of its own.
	N8N_DISABLED_MODULES: 'mcp-registry',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
} as const;

/** Programs are found, nothing else of this process is handed on: no proxy, no setting, no secret of the caller. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ'] as const;

/** The whole environment of an n8n process: loopback only, SQLite below the user folder. */
export function n8nEnvironment({ userFolder, port, brokerPort, proxy }: Places): NodeJS.ProcessEnv {
	const inherited = INHERITED.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		...QUIET,
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		DB_TYPE: 'sqlite',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: `${port}`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: `${brokerPort}`,
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		GENERIC_TIMEZONE: 'UTC',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		// Open browsers would keep it for half a minute after it was asked to end.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		...(proxy === undefined
			? {}
			: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost' }),
	};
}
