import { parseQuantity } from './parse-quantity.js';

/** Vendors whose device names are the same for a device plugin and for CDI. */
const cdiResources: readonly string[] = ['nvidia.com/gpu'];

/** Whether a resource is given to a container as CDI devices. */
export function isCdiResource(name: string): boolean {
  return cdiResources.includes(name);
}

/** Whether a resource is a vendor's: neither Kubernetes' own nor huge pages. Source: pkg/apis/core/v1/helper/helpers.go, IsExtendedResourceName. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name);
}

/**
 * CDI names for the devices a container asks for: the first N of the machine. Nobody counts who has which.
 * Source: the Container Device Interface specification, "qualified device name"; man podman-create(1), --device.
 */
export function cdiDevices(limits: { readonly [name: string]: string }): readonly string[] {
  return Object.entries(limits).flatMap(([name, amount]) => {
    if (!isCdiResource(name)) return [];
    const count = Number((parseQuantity(amount) ?? 0n) / 1000n);
    return Array.from({ length: count }, (_, index) => `${name}=${index}`);
  });
}
