package io.millrace.ingest.opcua.browse;

import java.util.Arrays;
import java.util.Optional;

/**
 * Object types of companion specifications that mean something here. They are known by their browse name and the URI of their
 * namespace, which a specification may not change, and not by numeric ids: so an object of a vendor's own subtype is known as well,
 * and a server that was built by hand with other ids.
 */
enum Standard {
    /** OPC 30050, 6.3.2. */
    PACKML_MACHINE("PackML", Uri.PACKML, "PackMLBaseObjectType"),
    PACKML_STATUS("PackML", Uri.PACKML, "PackMLStatusObjectType"),
    PACKML_ADMIN("PackML", Uri.PACKML, "PackMLAdminObjectType"),
    /** Aborting, Aborted, Cleared. */
    PACKML_BASE_STATE("PackML", Uri.PACKML, "PackMLBaseStateMachineType"),
    /** Within Cleared: Clearing, Stopping, Stopped, Running. */
    PACKML_MACHINE_STATE("PackML", Uri.PACKML, "PackMLMachineStateMachineType"),
    /** Within Running: all others. */
    PACKML_EXECUTE_STATE("PackML", Uri.PACKML, "PackMLExecuteStateMachineType"),
    /** OPC 40001-1. */
    MACHINERY_STATE("Machinery", Uri.MACHINERY, "MachineryItemState_StateMachineType"),
    MACHINERY_MODE("Machinery", Uri.MACHINERY, "MachineryOperationModeStateMachineType"),
    /** OPC 40001-3. */
    JOBS("Job Control", Uri.JOBS, "JobManagementType"),
    /** OPC 10031-4. */
    JOB_ORDERS("Job Control", Uri.JOB_CONTROL, "ISA95JobOrderReceiverObjectType");

    private final String specification;
    private final TypeName type;

    Standard(final String specification, final String namespace, final String type) {
        this.specification = specification;
        this.type = new TypeName(namespace, type);
    }

    /** What an object is, by its own type or the nearest it descends from. */
    static Optional<Standard> of(final FoundNode node) {
        return node.types().stream()
                .flatMap(type -> Arrays.stream(values()).filter(each -> each.type.equals(type)))
                .findFirst();
    }

    String specification() {
        return specification;
    }

    private static final class Uri {
        static final String PACKML = "http://opcfoundation.org/UA/PackML/";
        static final String MACHINERY = "http://opcfoundation.org/UA/Machinery/";
        static final String JOBS = "http://opcfoundation.org/UA/Machinery/Jobs/";
        static final String JOB_CONTROL = "http://opcfoundation.org/UA/ISA95-JOBCONTROL_V2/";
    }
}
