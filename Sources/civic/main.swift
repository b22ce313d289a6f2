import CivicCLI

CivicCommand.start()
