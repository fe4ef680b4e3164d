import type { Login } from './restClient.mts';

/** The owner of an n8n, as its environment names them. */
export interface Owner {
	readonly email: string;
	/** Made with bcrypt. */
	readonly passwordHash: string;
}

/** Environment variables of an n8n of this lab. */
export interface Places {
	/** n8n keeps everything in `.n8n` below it. */
	readonly userFolder: string;
	/** Port on 127.0.0.1 of editor and REST API. */
	readonly port: number;
	/** Port on 127.0.0.1 of the broker for task runners, which n8n also opens for a single command. */
	readonly brokerPort: number;
	/** Exists before n8n opens its port, so that no one else can become the owner. @default the first visitor */
	readonly owner?: Login;
	/** Through which n8n would reach other computers, `http://…`; default: directly. */
	readonly proxy?: string;
}

/** Switches off n8n's requests to the internet, and what it shows on first use. */
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

/**
 * The whole environment of an n8n process: loopback only, SQLite below the user folder, where n8n also keeps the encryption
 * key that it makes at its first start.
 */
export function n8nEnvironment(
	{ userFolder, port, brokerPort, proxy }: Places,
	owner?: Owner,
): NodeJS.ProcessEnv {
	const inherited = INHERITED.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		...QUIET,
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
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
		...(owner === undefined ? {} : ownerVariables(owner)),
		...(proxy === undefined
			? {}
			: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost' }),
	};
}

/** @see https://docs.n8n.io/hosting/configuration/environment-variables/ (n8n 2.x reads them before it listens) */
function ownerVariables({ email, passwordHash }: Owner): NodeJS.ProcessEnv {
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Practice',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: passwordHash,
	};
}
