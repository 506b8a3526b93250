/// How the ingest does: figures for Prometheus, and whether it is well, over HTTP.
@NullMarked
package cellwarden.fleet.status;

import org.jspecify.annotations.NullMarked;
