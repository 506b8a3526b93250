package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveStreamTest {

  private static final byte[] EVENT = "{}".getBytes(StandardCharsets.UTF_8);

  private final LiveStream stream = new LiveStream();
  private final List<Thread> threads = new ArrayList<>();

  /// A connection whose other end does not read: a write waits until its thread is interrupted.
  private static final class Deaf extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }

  private Thread listen(String peer, OutputStream out) throws Exception {
    int before = stream.listeners();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                stream.serve(peer, out);
              } catch (IOException | InterruptedException e) {
                // It was cut off.
              }
            });
    threads.add(thread);
    Guard.await("a listener", () -> stream.listeners() > before);
    return thread;
  }

  @AfterEach
  void endAll() throws InterruptedException {
    stream.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whoDoesNotReadIsCutOffAndTheOthersHearOn() throws Exception {
    Thread deaf = listen("192.168.1.5", new Deaf());
    assertThat(deaf.isAlive()).isTrue();
    for (int i = 0; i < 64; i++) {
      stream.send("battery", EVENT);
    }
    assertThat(stream.listeners()).isEqualTo(1);
    stream.send("battery", EVENT);
    assertThat(stream.listeners()).isZero();
    deaf.join();

    CountDownLatch heard = new CountDownLatch(1);
    listen(
        "192.168.1.6",
        new OutputStream() {
          @Override
          public void write(int b) {
            // The bytes of an event come together.
          }

          @Override
          public void write(byte[] bytes) {
            if (new String(bytes, StandardCharsets.UTF_8).contains("event: battery")) {
              heard.countDown();
            }
          }
        });
    stream.send("battery", EVENT);
    heard.await();
  }

  @Test
  void oneMachineCannotTakeAllStreams() throws Exception {
    for (int i = 0; i < 64; i++) {
      assertThat(stream.hasRoom("192.168.1.5", false)).isTrue();
      listen("192.168.1.5", OutputStream.nullOutputStream());
    }
    assertThat(stream.hasRoom("192.168.1.5", false)).isFalse();
    assertThat(stream.hasRoom("192.168.1.6", false)).isTrue();
    assertThat(stream.hasRoom("192.168.1.5", true)).isTrue();
  }

  @Test
  void thereAreNotMoreStreamsThanTheMachineBears() throws Exception {
    for (int i = 0; i < 256; i++) {
      listen("127.0.0.1", OutputStream.nullOutputStream());
    }
    assertThat(stream.hasRoom("127.0.0.1", true)).isFalse();
    assertThat(stream.hasRoom("192.168.1.6", false)).isFalse();
  }
}
