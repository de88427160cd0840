package io.millrace.ingest.opcua.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node and what is below it, each node once, below the one it was first reached from. Not thread-safe. */
public final class FoundNode {
    private final @Nullable FoundNode parent;
    private final String address;
    private final TypeName browseName;
    private final boolean isVariable;
    private final List<FoundNode> children = new ArrayList<>();
    private List<TypeName> types = List.of();
    private Reading reading = Reading.NONE;

    private FoundNode(
            final @Nullable FoundNode parent,
            final String address,
            final TypeName browseName,
            final boolean isVariable) {
        this.parent = parent;
        this.address = address;
        this.browseName = browseName;
        this.isVariable = isVariable;
    }

    /** @param address as {@code nsu=urn:vendor:plant;s=Press1} */
    public static FoundNode root(final String address, final TypeName browseName, final boolean isVariable) {
        return new FoundNode(null, address, browseName, isVariable);
    }

    /** @param newTypes of the object and up the hierarchy from there; empty if unknown */
    public FoundNode addObject(final String newAddress, final TypeName newName, final List<TypeName> newTypes) {
        final FoundNode child = add(newAddress, newName, false);
        child.types = List.copyOf(newTypes);
        return child;
    }

    public FoundNode addVariable(final String newAddress, final TypeName newName, final Reading newReading) {
        final FoundNode child = add(newAddress, newName, true);
        child.reading = newReading;
        return child;
    }

    FoundNode add(final String newAddress, final TypeName newName, final boolean variable) {
        final FoundNode child = new FoundNode(this, newAddress, newName, variable);
        children.add(child);
        return child;
    }

    void types(final List<TypeName> newTypes) {
        types = newTypes;
    }

    void reading(final Reading newReading) {
        reading = newReading;
    }

    public Optional<FoundNode> parent() {
        return Optional.ofNullable(parent);
    }

    /** By its namespace's URI: {@code nsu=urn:vendor:plant;s=Press1/State}. */
    public String address() {
        return address;
    }

    /** The browse name's text. */
    public String name() {
        return browseName.name();
    }

    public TypeName browseName() {
        return browseName;
    }

    public boolean isVariable() {
        return isVariable;
    }

    public List<TypeName> types() {
        return types;
    }

    public Reading reading() {
        return reading;
    }

    public List<FoundNode> children() {
        return List.copyOf(children);
    }

    /** Browse names from the root on, with slashes. */
    public String path() {
        return parent == null ? name() : parent.path() + "/" + name();
    }

    /** This one first, then what is below. */
    public void forEach(final Consumer<FoundNode> action) {
        action.accept(this);
        children.forEach(child -> child.forEach(action));
    }

    Optional<FoundNode> child(final String wanted) {
        return children.stream().filter(child -> child.name().equals(wanted)).findFirst();
    }

    @Override
    public String toString() {
        return path() + " (" + address + ")";
    }
}
