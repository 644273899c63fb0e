/** Ports inside the proxy's pod. */
export const httpPort = 8080;
export const tlsPort = 8443;
export const statusPort = 10254;

/** Folders inside the proxy's container. */
export const configFolder = '/etc/ingress';
export const tlsFolder = '/etc/ingress-tls';
export const configFile = 'nginx.conf';

export const certificateFile = (name: string): string => `${tlsFolder}/${name}.crt`;
export const keyFile = (name: string): string => `${tlsFolder}/${name}.key`;
