package cellwarden.protocol;

import static cellwarden.protocol.Frames.hex;
import static cellwarden.protocol.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Decoded.Reason;
import cellwarden.protocol.Decoded.Skipped;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ResponseDecoderTest {

  static final List<byte[]> ALL = Frames.ALL;

  /// Announces 255 data bytes, as a noise byte in front of an answer may.
  private static final byte[] FALSE_START = hex("DD 00 00 FF");

  private static final Decoded CELLS = only(Frames.CELL_VOLTAGES);
  private static final Decoded HARDWARE = only(Frames.HARDWARE_VERSION);
  private static final Decoded ACCEPTED = only(Frames.MODULE_ACCEPTED);
  private static final Decoded RANDOM = only(Frames.MODULE_RANDOM);

  private static Decoded only(byte[] frame) {
    return Streams.decode(frame).getFirst();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void findsEveryFrameInOnePiece(byte[] frame) {
    List<Decoded> found = new ResponseDecoder().feed(frame);
    assertThat(found).hasSize(1).noneMatch(Skipped.class::isInstance);
    assertThat(Streams.encoded(found.getFirst())).isEqualTo(frame);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void findsEveryFrameByteByByte(byte[] frame) {
    assertThat(Streams.decode(Streams.bytewise(frame))).isEqualTo(Streams.decode(frame));
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void findsEveryFrameInAllSlicesOfThree(byte[] frame) {
    List<Decoded> whole = Streams.decode(frame);
    for (int first = 0; first <= frame.length; first++) {
      for (int second = first; second <= frame.length; second++) {
        assertThat(Streams.decode(Streams.cut(frame, first, second))).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void tellsAFrameWithItsLastByte(byte[] frame) {
    ResponseDecoder decoder = new ResponseDecoder();
    byte[][] cut = Streams.cut(frame, frame.length - 1);
    assertThat(decoder.feed(cut[0])).isEmpty();
    assertThat(decoder.feed(cut[1])).hasSize(1);
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void skipsNoiseBeforeBetweenAndAfter() {
    byte[] stream =
        join(
            hex("00 77"),
            Frames.CELL_VOLTAGES,
            hex("00"),
            Frames.HARDWARE_VERSION,
            hex("FF FF FF"));
    assertThat(Streams.decode(stream))
        .containsExactly(
            new Skipped(2, Reason.BAD_START),
            CELLS,
            new Skipped(1, Reason.BAD_START),
            HARDWARE,
            new Skipped(3, Reason.BAD_START));
  }

  @Test
  void findsTwoFramesInOneFragment() {
    assertThat(new ResponseDecoder().feed(join(Frames.CELL_VOLTAGES, Frames.HARDWARE_VERSION)))
        .containsExactly(CELLS, HARDWARE);
  }

  @Test
  void keepsTheBytesOfTheNextFrame() {
    byte[][] next = Streams.cut(Frames.HARDWARE_VERSION, 3);
    ResponseDecoder decoder = new ResponseDecoder();
    assertThat(decoder.feed(join(Frames.CELL_VOLTAGES, next[0]))).containsExactly(CELLS);
    assertThat(decoder.feed(next[1])).containsExactly(HARDWARE);
  }

  @Test
  void falseStartHoldsBackAGoodFrameUntilTheEnd() {
    ResponseDecoder decoder = new ResponseDecoder();
    assertThat(decoder.feed(join(FALSE_START, Frames.CELL_VOLTAGES))).isEmpty();
    assertThat(decoder.end()).containsExactly(new Skipped(4, Reason.TRUNCATED), CELLS);
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void falseStartGivesUpOnceItsBytesAreThere() {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found =
        decoder.feed(join(FALSE_START, Frames.CELL_VOLTAGES, new byte[262 - 4 - 15]));
    assertThat(found).startsWith(new Skipped(4, Reason.BAD_END), CELLS);
  }

  @Test
  void failedStartCostsOneByteOnly() {
    // The second DD is the start that counts.
    assertThat(Streams.decode(join(hex("DD"), Frames.CELL_VOLTAGES)))
        .containsExactly(new Skipped(1, Reason.BAD_END), CELLS);
  }

  @Test
  void tellsWhyAFrameIsRefused() {
    byte[] wrongEnd = Frames.CELL_VOLTAGES.clone();
    wrongEnd[14] = 0x78;
    assertThat(Streams.decode(wrongEnd)).containsExactly(new Skipped(15, Reason.BAD_END));
    byte[] wrongSum = Frames.CELL_VOLTAGES.clone();
    wrongSum[5]++;
    assertThat(Streams.decode(wrongSum)).containsExactly(new Skipped(15, Reason.BAD_CHECKSUM));
    byte[] oneByteShort = Arrays.copyOf(Frames.CELL_VOLTAGES, 14);
    assertThat(Streams.decode(oneByteShort)).containsExactly(new Skipped(14, Reason.TRUNCATED));
    assertThat(Streams.decode(hex("DD"))).containsExactly(new Skipped(1, Reason.TRUNCATED));
  }

  @Test
  void checksumThatWrapsToZeroIsRight() {
    assertThat(Streams.decode(Frames.ACKNOWLEDGEMENT))
        .containsExactly(new Decoded.Answer(new Response(0xE1, Status.OK, Payload.EMPTY)));
  }

  @Test
  void echoIsNoAnswer() {
    assertThat(Streams.decode(Frames.ECHO)).containsExactly(new Decoded.Echo(Request.read(3)));
    byte[] write = Request.write(0xE1, Frames.payload("0002")).encode();
    assertThat(Streams.decode(write))
        .containsExactly(new Decoded.Echo(Request.write(0xE1, Frames.payload("0002"))));
  }

  @Test
  void moduleFrameBetweenTwoSlicesLeavesTheFrameWhole() {
    byte[][] cut = Streams.cut(Frames.CELL_VOLTAGES, 7);
    assertThat(Streams.decode(cut[0], Frames.MODULE_ACCEPTED, cut[1]))
        .containsExactly(ACCEPTED, CELLS);
  }

  @Test
  void findsSeveralModuleFramesInOneFragment() {
    byte[] both = join(Frames.MODULE_ACCEPTED, Frames.MODULE_RANDOM);
    assertThat(Streams.decode(both)).containsExactly(ACCEPTED, RANDOM);
    byte[][] cut = Streams.cut(Frames.CELL_VOLTAGES, 7);
    assertThat(Streams.decode(cut[0], both, cut[1])).containsExactly(ACCEPTED, RANDOM, CELLS);
  }

  @Test
  void moduleFrameStandsBesideAnswersInOneFragment() {
    assertThat(new ResponseDecoder().feed(join(Frames.MODULE_ACCEPTED, Frames.CELL_VOLTAGES)))
        .containsExactly(ACCEPTED, CELLS);
    assertThat(new ResponseDecoder().feed(join(Frames.CELL_VOLTAGES, Frames.MODULE_ACCEPTED)))
        .containsExactly(CELLS, ACCEPTED);
    byte[][] cut = Streams.cut(Frames.CELL_VOLTAGES, 7);
    assertThat(Streams.decode(cut[0], join(cut[1], Frames.MODULE_RANDOM)))
        .containsExactly(CELLS, RANDOM);
  }

  @Test
  void moduleFrameInSlicesIsNone() {
    for (int at = 1; at < Frames.MODULE_ACCEPTED.length; at++) {
      List<Decoded> found = Streams.decode(Streams.cut(Frames.MODULE_ACCEPTED, at));
      assertThat(Streams.withoutSkipped(found)).isEmpty();
      assertThat(found.stream().mapToInt(Streams::size).sum()).isEqualTo(6);
    }
  }

  @Test
  void moduleFrameInsideAPayloadIsNone() {
    // Register 05 that holds FF AA 18 01 00 19; sum 06 + 1DB, checksum FE1F.
    byte[] frame = hex("DD 05 00 06 FF AA 18 01 00 19 FE 1F 77");
    assertThat(Streams.withoutSkipped(Streams.decode(frame))).hasSize(1);
    assertThat(Streams.withoutSkipped(Streams.decode(Streams.cut(frame, 4)))).hasSize(1);
    byte[] broken = frame.clone();
    broken[12] = 0;
    assertThat(Streams.decode(broken)).containsExactly(new Skipped(13, Reason.BAD_END));
  }

  @Test
  void moduleFrameBehindNoiseInOneFragmentIsNone() {
    byte[] noise = join(FALSE_START, hex("00 01 02"), Frames.MODULE_ACCEPTED);
    assertThat(Streams.decode(noise)).containsExactly(new Skipped(13, Reason.TRUNCATED));
    // The noise starts in the waiting bytes where the fragment before it did.
    byte[][] cut = Streams.cut(Frames.CELL_VOLTAGES, 7);
    assertThat(Streams.decode(cut[0], join(cut[1], noise)))
        .containsExactly(CELLS, new Skipped(13, Reason.TRUNCATED));
  }

  @Test
  void moduleFrameEndsTheNoiseBeforeIt() {
    assertThat(Streams.decode(hex("00 01"), Frames.MODULE_ACCEPTED, hex("02")))
        .containsExactly(
            new Skipped(2, Reason.BAD_START), ACCEPTED, new Skipped(1, Reason.BAD_START));
  }

  @Test
  void tellsWhyAModuleFrameIsRefused() {
    assertThat(Streams.decode(hex("FF AA 18 01 00 18")))
        .containsExactly(new Skipped(6, Reason.BAD_CHECKSUM));
    assertThat(Streams.decode(hex("FF AA 18 01 19")))
        .containsExactly(new Skipped(5, Reason.TRUNCATED));
    assertThat(Streams.decode(hex("FE AA 18 01 00 19")))
        .containsExactly(new Skipped(6, Reason.BAD_START));
  }

  @Test
  void resetForgetsAHalfFrame() {
    ResponseDecoder decoder = new ResponseDecoder();
    decoder.feed(hex("00"));
    decoder.feed(FALSE_START);
    decoder.reset();
    assertThat(decoder.feed(Frames.CELL_VOLTAGES)).containsExactly(CELLS);
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void emptyFragmentsChangeNothing() {
    byte[] nothing = new byte[0];
    byte[][] cut = Streams.cut(Frames.CELL_VOLTAGES, 7);
    assertThat(Streams.decode(nothing, cut[0], nothing, cut[1], nothing)).containsExactly(CELLS);
    assertThat(Streams.decode()).isEmpty();
  }

  @Test
  void takesFragmentsOfAnySize() {
    byte[] noise = new byte[100_000];
    assertThat(Streams.decode(join(noise, Frames.CELL_VOLTAGES)))
        .containsExactly(new Skipped(100_000, Reason.BAD_START), CELLS);
  }
}
