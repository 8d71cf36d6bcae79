/** Version of the program, from package.json; bundled in when the program is built. */
import packageJson from '../../package.json' with { type: 'json' };

export const programVersion: string = packageJson.version;
