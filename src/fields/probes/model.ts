/** A container's probes as resolved. */
export interface ContainerProbes {
  readonly liveness?: ContainerProbe;
  readonly readiness?: ContainerProbe;
  readonly startup?: ContainerProbe;
}

/** One probe; times in seconds. */
export interface ContainerProbe {
  readonly action: ProbeAction;
  readonly delaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successes: number;
  readonly failures: number;
  readonly graceSeconds?: number;
}

/** What a probe or hook does. Ports are numbers, names resolved. */
export type ProbeAction =
  | { readonly kind: 'exec'; readonly command: readonly string[] }
  | {
      readonly kind: 'httpGet';
      readonly scheme: 'HTTP' | 'HTTPS';
      readonly host?: string;
      readonly port: number;
      readonly path: string;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'tcpSocket'; readonly host?: string; readonly port: number }
  | { readonly kind: 'grpc'; readonly port: number; readonly service: string };
