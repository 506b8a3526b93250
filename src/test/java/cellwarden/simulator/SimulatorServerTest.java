package cellwarden.simulator;

import static cellwarden.simulator.Simulations.START;
import static cellwarden.simulator.Simulations.bms;
import static cellwarden.simulator.Simulations.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.testing.Ports;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {

  private static final byte[] READ_BASIC = BasicInfo.REGISTER.request().encode();

  private static Socket connect(SimulatorServer server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static Response ask(Socket socket) throws IOException {
    socket.getOutputStream().write(READ_BASIC);
    return answer(socket);
  }

  private static Response answer(Socket socket) throws IOException {
    ResponseDecoder decoder = new ResponseDecoder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[512];
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      for (Decoded found : decoder.feed(Arrays.copyOf(buffer, n))) {
        if (found instanceof Decoded.Answer(Response response)) {
          return response;
        }
      }
    }
    throw new EOFException();
  }

  @Test
  void answersOverTcp() throws Exception {
    try (SimulatorServer server = SimulatorServer.listen(bms("sim:8s"), 0);
        Socket socket = connect(server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(BasicInfo.REGISTER.decode(ask(socket).payload()).cellCount()).isEqualTo(8);
      }
    }
  }

  @Test
  void nextClientIsServedWhenTheFirstHasLeft() throws Exception {
    try (SimulatorServer server = SimulatorServer.listen(bms("sim:"), 0);
        Socket first = connect(server)) {
      assertThat(ask(first).isOk()).isTrue();
      try (Socket second = connect(server)) {
        second.getOutputStream().write(READ_BASIC);
        assertThat(ask(first).isOk()).isTrue();
        assertThat(second.getInputStream().available()).isZero();
        first.shutdownOutput();
        assertThat(answer(second).isOk()).isTrue();
      }
    }
  }

  @Test
  void hangUpClosesTheSocketAndServesTheNext() throws Exception {
    SimulatedBms bms = SimulatedBms.of(options("sim:?faults=hang_up:1"), () -> START);
    try (SimulatorServer server = SimulatorServer.listen(bms, 0)) {
      for (int i = 0; i < 2; i++) {
        try (Socket socket = connect(server)) {
          assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void closingEndsTheConversationAndFreesThePort() throws Exception {
    SimulatorServer server = SimulatorServer.listen(bms("sim:"), Ports.free());
    try (Socket socket = connect(server)) {
      assertThat(ask(socket).isOk()).isTrue();
      server.close();
      server.close();
      assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
    }
    try (SimulatorServer again = SimulatorServer.listen(bms("sim:"), server.port())) {
      assertThat(again.port()).isEqualTo(server.port());
      assertThatThrownBy(() -> SimulatorServer.listen(bms("sim:"), again.port()))
          .isInstanceOf(BindException.class);
    }
  }
}
