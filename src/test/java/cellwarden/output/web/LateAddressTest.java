package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cellwarden.output.BridgeFacts;
import cellwarden.settings.WebConfig;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Facts;
import cellwarden.testing.Guard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A port that another program has, and an address that a network brings after the start.
final class LateAddressTest {

  @TempDir private Path folder;

  private WebOutput output(String host, int port) {
    BridgeFacts facts = Facts.of(List.of(), List.of());
    WebConfig config = new WebConfig(host, port, Optional.empty(), false);
    return new WebOutput(config, facts, folder.resolve("bms_data.jsonl"), Optional.empty());
  }

  private interface Change {
    void happen() throws Exception;
  }

  /// Waits until it says that it cannot listen; then until it does, after the change.
  private static void listensAfter(WebOutput output, String host, Change change) throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  output.run();
                } catch (InterruptedException e) {
                  // The test is over.
                }
              });
      try {
        Guard.await("trouble", () -> log.text().contains("web: cannot listen on " + host));
        assertThat(output.port()).isZero();
        change.happen();
        Guard.await("the port", () -> output.port() > 0);
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://" + host + ":" + output.port() + "/healthz"))
                .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
            .isEqualTo("ok\n");
        assertThat(log.text()).containsOnlyOnce("cannot listen");
      } finally {
        output.stop();
        thread.join();
      }
    }
  }

  @Test
  void listensOnceThePortIsFree() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listensAfter(output("127.0.0.1", other.getLocalPort()), "127.0.0.1", other::close);
    }
  }

  @Test
  void listensOnceTheAddressIsThere() throws Exception {
    String address = "192.0.2." + (1 + ProcessHandle.current().pid() % 254);
    assumeTrue(ip("add", address), "needs the right to give this machine an address");
    assertThat(ip("del", address)).isTrue();
    try {
      listensAfter(output(address, 0), address, () -> assertThat(ip("add", address)).isTrue());
    } finally {
      ip("del", address);
    }
  }

  private static boolean ip(String what, String address) throws Exception {
    try {
      return new ProcessBuilder("ip", "address", what, address + "/32", "dev", "lo")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
