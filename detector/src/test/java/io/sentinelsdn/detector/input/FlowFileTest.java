package io.sentinelsdn.detector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFileTest {
    private static final String TABLE = "run,timestamp,priority,packet_count,byte_count,duration_sec,duration_nsec,"
            + "pkt_rate,byte_rate,Label_multi\n";
    private static final Path SHARED = Path.of("../../shared/data");

    @TempDir
    Path dir;

    private final float[] row = new float[FlowFeatures.COUNT];

    @Test
    void shouldTakeDeltasOfPolledEntriesAndFindTheReverseFlow() {
        FlowFile file = read(TestFiles.MENDELEY
                + "100,1,10.0.0.1,10.0.0.2,300,30000,30,0,0,2,0,0,0,0,1,TCP,1,0,0,0,0,0,0\n"
                + "100,1,10.0.0.2,10.0.0.1,150,9000,30,0,0,2,0,0,0,0,1,TCP,2,0,0,0,,0,0\n"
                + "130,1,10.0.0.1,10.0.0.2,900,60000,60,0,0,2,0,0,0,0,1,TCP,1,0,0,0,0,0,1\n"
                + "130,1,10.0.0.1,10.0.0.2,900,60000,60,0,0,2,0,0,0,0,1,TCP,2,0,0,0,0,0,1\n"
                + "130,1,10.0.0.2,10.0.0.1,450,27000,60,0,0,2,0,0,0,0,1,TCP,2,0,0,0,,0,1\n");

        assertThat(file.layout()).isEqualTo("mendeley_sdn");
        assertThat(file.flows().size()).isEqualTo(5);
        file.flows().copyRow(2, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(20), within(1e-4f));
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(50);
        assertThat(row[FlowFeatures.REVERSE_RATIO]).isEqualTo(0.5f);
        assertThat(row[FlowFeatures.REVERSE_MEAN_SIZE]).isEqualTo(60);
        assertThat(row[FlowFeatures.SIZE_CHANGE]).isEqualTo(50);
        assertThat(row[FlowFeatures.PPS_CHANGE]).isCloseTo((float) Math.log(21.0 / 11), within(1e-4f));
        float[] repeated = new float[FlowFeatures.COUNT];
        file.flows().copyRow(3, repeated);
        assertThat(repeated).isEqualTo(row);
        assertThat(file.flows().classIndex(2)).isEqualTo(Labels.ALL.indexOf(Labels.SYN_FLOOD));
        assertThat(file.flows().time(2)).isEqualTo(130);
    }

    @Test
    void shouldSeeAnEntryThatWasMadeAnew() {
        FlowFile file = read(TestFiles.MENDELEY
                + "100,1,10.0.0.1,10.0.0.2,900,90000,90,0,0,2,0,0,0,0,0,UDP,1,0,0,0,0,0,0\n"
                + "130,1,10.0.0.1,10.0.0.2,1000,60000,10,0,0,2,0,-4293,0,0,0,UDP,1,0,0,0,0,0,1\n");

        file.flows().copyRow(1, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(100), within(1e-4f));
        assertThat(row[FlowFeatures.PPS_CHANGE]).isNaN();
        assertThat(row[FlowFeatures.ONE_WAY]).isEqualTo(1);
    }

    @Test
    void shouldCompareAnEntryWithItsWholeLife() {
        FlowFile file = read(TestFiles.MENDELEY
                + "100,1,10.0.0.1,10.0.0.2,3000,300000,100,0,0,2,0,30,2940,1,1,ICMP,1,0,0,0,0,0,0\n"
                + "100,1,10.0.0.2,10.0.0.1,600,60000,20,0,0,2,0,0,0,0,1,ICMP,1,0,0,0,0,0,0\n");

        file.flows().copyRow(0, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(1), within(1e-4f));
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(98);
        assertThat(row[FlowFeatures.LIFE_LOG_PPS]).isCloseTo((float) Math.log1p(30), within(1e-4f));
        assertThat(row[FlowFeatures.LIFE_MEAN_SIZE]).isEqualTo(100);
        assertThat(row[FlowFeatures.RATE_VS_LIFE]).isCloseTo((float) Math.log(1.1 / 30.1), within(1e-4f));
        assertThat(row[FlowFeatures.LIFE_REVERSE_RATIO]).isEqualTo(1);
        file.flows().copyRow(1, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(30), within(1e-4f));
        assertThat(row[FlowFeatures.RATE_VS_LIFE]).isNaN();
    }

    @Test
    void shouldReadTheShapeOfAFlowUnderAnyVersionsNames() {
        String[] headers = {
            "Flow Duration,Total Fwd Packets,Total Backward Packets,Total Length of Fwd Packets,"
                    + "Total Length of Bwd Packets,Protocol,Fwd Packet Length Max,Fwd Packet Length Std,Fwd IAT Mean,"
                    + "Fwd IAT Std,Flow IAT Max,RST Flag Count,Fwd Header Length,act_data_pkt_fwd,"
                    + "Init_Win_bytes_forward,Label\n",
            "Flow Duration,Tot Fwd Pkts,Tot Bwd Pkts,TotLen Fwd Pkts,TotLen Bwd Pkts,Protocol,Fwd Pkt Len Max,"
                    + "Fwd Pkt Len Std,Fwd IAT Mean,Fwd IAT Std,Flow IAT Max,RST Flag Cnt,Fwd Header Len,"
                    + "Fwd Act Data Pkts,Init Fwd Win Byts,Label\n",
            "Flow Duration,Total Fwd Packet,Total Bwd packets,Total Length of Fwd Packet,Total Length of Bwd Packet,"
                    + "Protocol,Fwd Packet Length Max,Fwd Packet Length Std,Fwd IAT Mean,Fwd IAT Std,Flow IAT Max,"
                    + "RST Flag Count,Fwd Header Length,Fwd Act Data Pkts,FWD Init Win Bytes,Label\n"
        };
        for (String header : headers) {
            FlowFile file = read(header + "4000000,4,0,184,0,6,90,50,1000000,500000,2000000,1,-8,2,1023,DDoS\n");

            file.flows().copyRow(0, row);
            assertThat(row[FlowFeatures.SIZE_MAX]).isEqualTo(144);
            assertThat(row[FlowFeatures.SIZE_VARIATION]).isEqualTo(0.5f);
            assertThat(row[FlowFeatures.GAP_VARIATION]).isEqualTo(0.5f);
            assertThat(row[FlowFeatures.LONGEST_GAP_SHARE]).isEqualTo(0.5f);
            assertThat(row[FlowFeatures.LOG_MEAN_GAP]).isZero();
            assertThat(row[FlowFeatures.RST_SHARE]).isEqualTo(0.25f);
            assertThat(row[FlowFeatures.DATA_SHARE]).isEqualTo(0.5f);
            assertThat(row[FlowFeatures.LOG_WINDOW]).isCloseTo((float) Math.log(1024), within(1e-4f));
            assertThat(row[FlowFeatures.HEADER_SIZE]).isNaN();
            assertThat(row[FlowFeatures.SIZE_MIN]).isNaN();
            assertThat(row[FlowFeatures.RATE_VS_LIFE]).isNaN();
        }
    }

    @Test
    void shouldTakeRatesOfATableFromItsMeanRatesAlone() {
        // 20 packets of 100 bytes in the first 10 s, 200 of 50 in the next
        FlowFile file = read(TABLE
                + "r,100,10,7,8,3,0,2,200,normal\n"
                + "r,110,10,5,1,9,0,11,600,syn_flood\n"
                + "r,111,10,1,2,4,0,11,600,udp_flood\n");

        assertThat(file.layout()).isEqualTo("adddosdn_flowstats");
        file.flows().copyRow(0, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isNaN();
        assertThat(row[FlowFeatures.LIFE_LOG_PPS]).isCloseTo((float) Math.log1p(2), within(1e-4f));
        for (int again = 1; again <= 2; again++) {
            file.flows().copyRow(again, row);
            assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(20), within(1e-4f));
            assertThat(row[FlowFeatures.MEAN_SIZE]).isCloseTo(50, within(1e-3f));
            assertThat(row[FlowFeatures.RATE_VS_LIFE]).isCloseTo((float) Math.log(20.1 / 11.1), within(1e-4f));
        }
    }

    @Test
    void shouldNotLookAtAgesAndCountersOfATable() {
        String one = "r,100,10,70,80,30,0,2,200,normal\nr,110,10,50,10,90,0,11,600,syn_flood\n";
        String other = "r,100,10,1,2,3,4,2,200,normal\nr,110,10,99999,1,0,9,11,600,syn_flood\n";
        float[] otherRow = new float[FlowFeatures.COUNT];
        LabelledFlows flows = read(TABLE + one).flows();
        LabelledFlows otherFlows = read(TABLE + other).flows();

        for (int i = 0; i < 2; i++) {
            flows.copyRow(i, row);
            otherFlows.copyRow(i, otherRow);
            assertThat(row).isEqualTo(otherRow);
        }
    }

    @Test
    void shouldReadPythonFlowsInSecondsWithTheShareOfSyns() {
        FlowFile file = read(TestFiles.PYTHON_CIC
                + "r1,6,2025-09-12 16:19:49,0.00002,3,2,168,112,3,2,syn_flood\n"
                + "r1,17,2025-09-12 16:19:50,10,20,0,1600,0,-1,-1,normal\n");

        assertThat(file.layout()).isEqualTo("cicflowmeter_python");
        file.flows().copyRow(0, row);
        assertThat(row[FlowFeatures.SYN_SHARE]).isEqualTo(1);
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(56);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(3), within(1e-4f));
        file.flows().copyRow(1, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(2), within(1e-4f));
        assertThat(file.flows().run(1)).isZero();
        assertThat(file.flows().classIndex(1)).isZero();
    }

    @Test
    void shouldReadOriginalFlowsInMicrosecondsAndAddHeaders() {
        FlowFile file = read(" Flow Duration, Protocol, Total Fwd Packets, Total Backward Packets,"
                + "Total Length of Fwd Packets, Total Length of Bwd Packets,Flow Bytes/s, Label\n"
                + "2000000,17,4,2,400,1000,Infinity,BENIGN\n"
                + "1,6,2,0,0,0,NaN,Syn\n");

        assertThat(file.layout()).isEqualTo("cicflowmeter_v3");
        file.flows().copyRow(0, row);
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(2), within(1e-4f));
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(142);
        assertThat(row[FlowFeatures.REVERSE_MEAN_SIZE]).isEqualTo(542);
        file.flows().copyRow(1, row);
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(54);
        assertThat(row[FlowFeatures.ONE_WAY]).isEqualTo(1);
        assertThat(file.flows().classIndex(1)).isEqualTo(Labels.ALL.indexOf(Labels.SYN_FLOOD));
    }

    @Test
    void shouldReadTheColumnsOfInSdn() {
        FlowFile file = read("Flow ID,Src IP,Dst IP,Protocol,Timestamp,Flow Duration,Tot Fwd Pkts,Tot Bwd Pkts,"
                + "TotLen Fwd Pkts,TotLen Bwd Pkts,Label\n"
                + "x,1.1.1.1,2.2.2.2,17,5/2/2020 1:58:31 PM,245230,4,4,93,190,Normal\n"
                + "x,1.1.1.1,2.2.2.2,6,5/2/2020 2:58:31 PM,245230,4,0,93,0,DDoS\n");

        assertThat(file.layout()).isEqualTo("cicflowmeter_v4");
        assertThat(file.flows().time(1) - file.flows().time(0)).isEqualTo(3600);
        assertThat(file.flows().classIndex(1)).isEqualTo(Labels.ALL.indexOf(Labels.SYN_FLOOD));
    }

    @Test
    void shouldSkipBadRowsAndNameThemUpToALimit() {
        FlowFile file = read(TestFiles.PYTHON_CIC
                + "r1,6,2025-09-12 16:19:49,1,3,2,168,112,3,2,normal\n"
                + "r1,6,2025-09-12 16:19:49,1,abc,2,168,112,3,2,normal\n"
                + "r1,6,2025-09-12 16:19:49,1,3\n"
                + "r1,6,2025-09-12 16:19:49,-5,3,2,168,112,3,2,normal\n"
                + "r1,6,2025-09-12 16:19:49,1,3,2,168,112,3,2,\n".repeat(20));

        assertThat(file.flows().size()).isEqualTo(1);
        assertThat(file.skipped()).isEqualTo(23);
        assertThat(file.reports())
                .hasSize(10)
                .startsWith(
                        "row 3: column 'tot_fwd_pkts' is not a number: 'abc'",
                        "row 4: column 'tot_bwd_pkts' is missing in this row",
                        "row 5: column 'flow_duration' must be a number >= 0: '-5'",
                        "row 6: label must be 0, 1 or a name: ''");
    }

    @Test
    void shouldRefuseAFileWithoutUsableRowsByName() {
        Path file = TestFiles.write(dir, TestFiles.PYTHON_CIC + "r1,6,yesterday,1,3,2,168,112,3,2,normal\n");
        assertThatThrownBy(() -> FlowFile.read(file, null, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data file " + file
                        + ": none of its rows can be used; row 2: time is in no known format: 'yesterday'");
        assertThatThrownBy(() -> read("")).hasMessageEndingWith("it is empty");
        assertThatThrownBy(() -> read(TestFiles.PYTHON_CIC)).hasMessageEndingWith("it has no rows");
    }

    @Test
    void shouldNameTheMissingColumnOfTheNearestLayout() {
        assertThatThrownBy(() -> read(TestFiles.MENDELEY.replace("bytecount", "octets") + "1,2\n"))
                .hasMessageEndingWith("column 'bytecount' is missing for the layout mendeley_sdn");
        assertThatThrownBy(() -> read("x,y\n1,2\n")).hasMessageContaining("none of the known layouts: mendeley_sdn, ");
        assertThatThrownBy(() -> read(TestFiles.MENDELEY.replace("label", "truth") + "1,2\n"))
                .hasMessageEndingWith("label column 'label' is missing; name it with --label-column");
        Path file = TestFiles.write(dir, TestFiles.MENDELEY);
        assertThatThrownBy(() -> FlowFile.read(file, "truth", Progress.SILENT))
                .hasMessageContaining("no column 'truth'; there are dt, switch, ");
    }

    @Test
    void shouldRefuseALabelColumnThatHoldsNumbersOrNames() {
        Path file = TestFiles.write(
                dir, TestFiles.PYTHON_CIC + "r1,6,2025-09-12 16:19:49,1,3,2,168,112,3,2,normal\n".repeat(3));
        assertThatThrownBy(() -> FlowFile.read(file, "totlen_fwd_pkts", Progress.SILENT))
                .hasMessageContaining("label must be 0, 1 or a name: '168'");
    }

    @Test
    void shouldReadTheNewerColumnNames() {
        FlowFile file = read("Protocol,Timestamp,Flow Duration,Total Fwd Packet,Total Bwd packets,"
                + "Total Length of Fwd Packet,Total Length of Bwd Packet,Label\n"
                + "17,02/07/2017 12:00:01.5,245230,4,4,93,190,BENIGN\n");
        assertThat(file.layout()).isEqualTo("cicflowmeter_v4_newer");
        assertThat(file.flows().size()).isEqualTo(1);
    }

    @Test
    void shouldAnswerAnyBytesWithRowsOrOneRefusal() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        byte[] good = (TestFiles.MENDELEY
                        + "100,1,10.0.0.1,10.0.0.2,300,30000,30,0,0,2,0,0,0,0,1,TCP,1,0,0,0,0,0,0\n".repeat(5))
                .getBytes(StandardCharsets.UTF_8);
        byte[] zipped = Files.readAllBytes(TestFiles.writeGzip(dir, new String(good, StandardCharsets.UTF_8)));
        for (int i = 0; i < 600; i++) {
            byte[] bytes = (i % 2 == 0 ? good : zipped).clone();
            for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(dir.resolve("fuzz.csv"), bytes);
            try {
                assertThat(FlowFile.read(file, null, Progress.SILENT).flows().size())
                        .isPositive();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void shouldStopReadingWhenTold() {
        Path file = TestFiles.write(
                dir, TestFiles.PYTHON_CIC + "r1,6,2025-09-12 16:19:49,1,3,2,168,112,3,2,normal\n".repeat(6000));
        assertThatThrownBy(() -> FlowFile.read(file, null, part -> false)).isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "mendeley_sdn/mendeley_sdn_dev.csv.gz, mendeley_sdn, 74084",
        "adddosdn/adddosdn_flowstats_dev.csv.gz, adddosdn_flowstats, 50979",
        "adddosdn/adddosdn_cicflow_dev.csv.gz, cicflowmeter_python, 163636",
        "cicddos2019/cicddos2019_day2018-12-01_dev.csv.gz, cicflowmeter_v3, 4756",
        "cicddos2019/cicddos2019_4class_dev.csv.gz, cicflowmeter_v3, 18319",
        "ryu_flowstats/ryu_flowstats_dev.csv.gz, ryu_flowstats, 13946"
    })
    void shouldReadEveryRowOfTheSharedData(String name, String layout, int rows) {
        Path file = SHARED.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "the shared data is not here: " + file);

        FlowFile read = FlowFile.read(file, null, Progress.SILENT);

        assertThat(read.layout()).isEqualTo(layout);
        assertThat(read.flows().size()).isEqualTo(rows);
        assertThat(read.skipped()).isZero();
    }

    private FlowFile read(String text) {
        return FlowFile.read(TestFiles.write(dir, text), null, Progress.SILENT);
    }
}
