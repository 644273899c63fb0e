/** The folder of a Podman volume that is mounted: its mode and group are ours, those of the volume itself Podman's. */
export const rootFolder = 'd';
