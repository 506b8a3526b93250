package cellwarden.log;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogProviderTest {

  @Test
  void writesWhatTheProgramSays() {
    Logger log = LoggerFactory.getLogger(LogProviderTest.class);
    try (CapturedLog captured = CapturedLog.start()) {
      log.debug("{}", "detail");
      log.info("{} and {}", "one", "two");

      assertThat(captured.text()).endsWith(" INFO one and two\n");
      assertThat(captured.text().lines()).hasSize(1);
    }
  }

  /// What they meet is put into words by the rooms that use them.
  @Test
  void keepsLibrariesSilent() {
    try (CapturedLog captured = CapturedLog.start()) {
      for (String library : new String[] {"com.hivemq.client", "io.netty.x", "io.moquette", "x"}) {
        LoggerFactory.getLogger(library).error("forged\n");
      }
      assertThat(captured.text()).isEmpty();
    }
  }
}
