package cellwarden.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessMemoryTest {

  @Test
  void readsWhatTheKernelSaysOfMemory() {
    assertThat(
            ProcessMemory.of(
                List.of("Name:\tjava", "VmRSS:\t   61234 kB", "RssAnon:\t   40960 kB", "VmRSS: x")))
        .hasToString("{resident_mb=59.8, anonymous_mb=40.0}");
  }
}
