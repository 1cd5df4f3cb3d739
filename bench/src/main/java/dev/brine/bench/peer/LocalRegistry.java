package dev.brine.bench.peer;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** As much of an Apicurio registry as its serde asks for when it registers a schema and finds it again. */
final class LocalRegistry implements RegistryClientFacade {

    private record Stored(String schema, List<RegistryArtifactReference> references) {}

    // By id, which is also the version of every artifact.
    private final List<Stored> schemas = new ArrayList<>();

    @Override
    public String getSchemaByContentId(Long contentId) {
        return schemas.get(contentId.intValue() - 1).schema();
    }

    @Override
    public String getSchemaByGlobalId(long globalId, boolean dereferenced) {
        return getSchemaByContentId(globalId);
    }

    @Override
    public String getSchemaByGAV(String groupId, String artifactId, String version) {
        return schemas.get(Integer.parseInt(version) - 1).schema();
    }

    @Override
    public String getSchemaByContentHash(String contentHash) {
        throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long contentId) {
        return schemas.get((int) contentId - 1).references();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long globalId) {
        return getReferencesByContentId(globalId);
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String groupId, String artifactId, String version) {
        return getReferencesByContentId(Long.parseLong(version));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String contentHash) {
        return List.of();
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(
            String schema, String artifactType, ArtifactReference reference, boolean canonical) {
        return List.of();
    }

    @Override
    public RegistryVersionCoordinates createSchema(
            String artifactType,
            String groupId,
            String artifactId,
            String version,
            String autoCreateBehavior,
            boolean canonical,
            String schema,
            Set<RegistryArtifactReference> references) {
        schemas.add(new Stored(schema, List.copyOf(references)));
        long id = schemas.size();
        return RegistryVersionCoordinates.create(id, id, groupId, artifactId, Long.toString(id));
    }

    @Override
    public RegistryVersionCoordinates getVersionCoordinatesByGAV(String groupId, String artifactId, String version) {
        long id = Long.parseLong(version);
        return RegistryVersionCoordinates.create(id, id, groupId, artifactId, version);
    }

    @Override
    public Object getClient() {
        return this;
    }
}
