package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AccessTest {

  private final AtomicLong millis = new AtomicLong(1_764_000_000_000L);

  /// As after a start of the service.
  private Access access(String password) {
    return new Access(Optional.of(new Secret(password)), "0123abcd", false, () -> 0, millis::get);
  }

  private static WebRequest with(String cookie) {
    Map<String, String> headers = Map.of("Cookie", "other=1; " + cookie.split(";", -1)[0]);
    return new WebRequest(
        "GET",
        "/",
        Map.of(),
        name -> Optional.ofNullable(headers.get(name)),
        "192.168.1.5",
        new byte[0]);
  }

  @Test
  void loginOutlivesARestartAndEndsWithThePassword() throws Exception {
    String cookie = access("old").login("192.168.1.5", "old");
    assertThat(access("old").isLoggedIn(with(cookie))).isTrue();
    assertThat(access("new").isLoggedIn(with(cookie))).isFalse();
  }

  @Test
  void loginEndsAfterItsTimeAndCannotBeMadeLonger() throws Exception {
    String cookie = access("old").login("192.168.1.5", "old");
    String longer = cookie.replaceFirst("=1", "=9");
    assertThat(access("old").isLoggedIn(with(longer))).isFalse();
    millis.addAndGet(Duration.ofDays(90).toMillis());
    assertThat(access("old").isLoggedIn(with(cookie))).isFalse();
  }
}
