/** Types and documents from the schema: curl -sO "$SIMITI_URL/schema.graphql" brings it. */
import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'src/*.graphql',
  importExtension: '.js',
  generates: {
    'src/simiti/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // Also writes persisted-documents.json: the only texts that a token need be good for.
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        // Money is a decimal number as text, and stays one.
        scalars: { Decimal: 'string', Date: 'string', DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
}

export default config
