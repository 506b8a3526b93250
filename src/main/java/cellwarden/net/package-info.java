/// Names of hosts and their addresses. Imports nothing of ours.
@NullMarked
package cellwarden.net;

import org.jspecify.annotations.NullMarked;
