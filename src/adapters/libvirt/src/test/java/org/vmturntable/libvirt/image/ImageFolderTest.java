package org.vmturntable.libvirt.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.xml.sax.InputSource;

class ImageFolderTest {
    private static final VmId VM = VmId.parse("5b0c54cb-0e3a-4d4f-8f3c-1e1b1a0c2005");
    /** SHA-256 of "hello". */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static final String DISK = """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/>
              <source file='/images/5b0c54cb-0e3a-4d4f-8f3c-1e1b1a0c2005-vda.qcow2' index='1'/>
              <backingStore type='file' index='2'>
                <format type='raw'/>
                <source file='/images/base/HELLO'/>
                <backingStore/>
              </backingStore>
              <target dev='vda' bus='virtio'/>
            </disk>
            """.replace("HELLO", HELLO);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ImageFolder images;

    @BeforeEach
    void makeFolder() throws IOException {
        images = new ImageFolder(folder, Path.of("/images"));
        Files.createDirectory(folder.resolve("base"));
        Files.writeString(folder.resolve("base").resolve(HELLO), "hello");
        byte[] header = ByteBuffer.allocate(4096)
                .putInt(0x514649fb)
                .putInt(3)
                .putLong(0)
                .putInt(0)
                .putInt(16)
                .putLong(512L << 20)
                .array();
        Files.write(folder.resolve(ImageFolder.name(VM, "vda")), header);
    }

    @Test
    void readsAnOverlayOverABaseImage() throws Exception {
        assertThat(images.movable(VM, only(DISK)))
                .isEqualTo(new GuestDisk("vda", Bytes.ofMebibytes(512), HELLO, new Bytes(4096)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            device='disk'   | device='cdrom'        | is a cdrom with a medium: eject it
            type='file' device | type='network' device | is of the kind network: convert it to a qcow2 overlay /images/5b0c
            type='qcow2'    | type='raw'            | is not what can be moved: convert it to a qcow2 overlay /images/5b0c
            -vda.qcow2      | -vdb.qcow2            | is not what can be moved
            /images/5b0c    | /elsewhere/5b0c       | is not what can be moved
            format type='raw' | format type='qcow2' | does not lie directly over a raw base image
            /images/base/   | /images/              | does not lie directly over a raw base image
            <backingStore/> | <backingStore type='file'><format type='raw'/><source file='/x'/></backingStore> | qemu-img rebase
            <target         | <shareable/><target   | is shared with other machines
            dev='vda'       | dev='vdz'             | is not what can be moved
            """)
    void saysWhyAnotherDiskStaysAndWhatToDo(String from, String to, String sentence) throws Exception {
        assertThat(DISK).contains(from);
        AttachedDisk disk = only(DISK.replace(from, to));
        assertThatThrownBy(() -> images.movable(VM, disk))
                .isInstanceOfSatisfying(
                        GridException.class, no -> assertThat(no.code()).isEqualTo(FailureCode.DISK_NOT_MOVABLE))
                .hasMessageContaining(sentence);
    }

    @Test
    void aDiskThatThisProcessCannotSeeStays() throws Exception {
        Files.delete(folder.resolve(ImageFolder.name(VM, "vda")));
        AttachedDisk disk = only(DISK);
        assertFails(FailureCode.DISK_NOT_MOVABLE, () -> images.movable(VM, disk));
    }

    @Test
    void aDriveWithoutAMediumKeepsNobody() throws Exception {
        assertThat(disks("<disk type='file' device='cdrom'><target dev='sda'/></disk>"))
                .isEmpty();
    }

    @Test
    void believesABaseImageOnlyByItsContent() throws IOException {
        images.requireBase(HELLO);
        assertFails(FailureCode.BASE_IMAGE_UNKNOWN, () -> images.requireBase("0".repeat(64)));
        Path image = folder.resolve("base").resolve(HELLO);
        Files.writeString(image, "hallo");
        Files.setLastModifiedTime(image, FileTime.from(Instant.EPOCH));
        assertThatThrownBy(() -> images.requireBase(HELLO))
                .isInstanceOfSatisfying(
                        GridException.class, no -> assertThat(no.code()).isEqualTo(FailureCode.BASE_IMAGE_UNKNOWN))
                .hasMessageContaining("is damaged here");
    }

    @Test
    void readsABaseImageOnceUnlessItChanges() throws IOException {
        Path image = folder.resolve("base").resolve(HELLO);
        FileTime then = Files.getLastModifiedTime(image);
        images.requireBase(HELLO);
        Files.writeString(image, "hallo");
        Files.setLastModifiedTime(image, then);
        images.requireBase(HELLO);
    }

    private static AttachedDisk only(String xml) throws Exception {
        assertThat(disks(xml)).hasSize(1);
        return disks(xml).get(0);
    }

    private static List<AttachedDisk> disks(String xml) throws Exception {
        return AttachedDisk.of(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<domain><devices>" + xml + "</devices></domain>")))
                .getDocumentElement());
    }
}
