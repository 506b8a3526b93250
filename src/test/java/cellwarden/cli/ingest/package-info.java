/// `ingest`, run as the shell runs it.
@NullMarked
package cellwarden.cli.ingest;

import org.jspecify.annotations.NullMarked;
