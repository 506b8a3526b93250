/// `ingest`: from the broker of a fleet into its database.
@NullMarked
package cellwarden.cli.ingest;

import org.jspecify.annotations.NullMarked;
