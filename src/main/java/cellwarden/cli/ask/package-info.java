/// `ask`: asks the service that runs, over its broker.
@NullMarked
package cellwarden.cli.ask;

import org.jspecify.annotations.NullMarked;
