/// The `config` commands: the configuration file.
@NullMarked
package cellwarden.cli.config;

import org.jspecify.annotations.NullMarked;
