/** The version of package.json, put in by the build. */
declare const KUBE2POD_VERSION: string | undefined;

export const version: string = typeof KUBE2POD_VERSION === 'undefined' ? 'development' : KUBE2POD_VERSION;
