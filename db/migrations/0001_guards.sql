-- What checks and foreign keys cannot say.

-- Case events are the truth: nothing may change or remove one. A mistake is set right by another event.
CREATE FUNCTION "case_events_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'case_events is append-only: % refused', TG_OP
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'case_events_append_only', TABLE = 'case_events';
END $$;
--> statement-breakpoint
CREATE TRIGGER "case_events_append_only" BEFORE UPDATE OR DELETE ON "case_events"
  FOR EACH ROW EXECUTE FUNCTION "case_events_append_only"();
--> statement-breakpoint
CREATE TRIGGER "case_events_no_truncate" BEFORE TRUNCATE ON "case_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "case_events_append_only"();
--> statement-breakpoint

-- Access is decided on `path`: it must be the parent's path with the node's own id, and must never move.
CREATE FUNCTION "organizations_tree"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  above record;
  ranks text[] := ARRAY['province', 'grassrootsCommittee', 'subCommittee', 'cell'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.id <> OLD.id OR NEW.parent_id IS DISTINCT FROM OLD.parent_id OR NEW.path <> OLD.path OR NEW.level <> OLD.level THEN
      RAISE EXCEPTION 'a node of the tree cannot be moved'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree', TABLE = 'organizations';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.parent_id IS NULL THEN
    IF NEW.path <> '/' || NEW.id || '/' THEN
      RAISE EXCEPTION 'path of a root must be its own id'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree', TABLE = 'organizations';
    END IF;
    RETURN NEW;
  END IF;
  SELECT path, level INTO above FROM "organizations" WHERE id = NEW.parent_id;
  IF FOUND AND NEW.path <> above.path || NEW.id || '/' THEN
    RAISE EXCEPTION 'path must be the path of the parent and the own id'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree', TABLE = 'organizations';
  END IF;
  IF FOUND AND array_position(ranks, above.level) >= array_position(ranks, NEW.level) THEN
    RAISE EXCEPTION 'a % cannot stand under a %', NEW.level, above.level
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree', TABLE = 'organizations';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "organizations_tree" BEFORE INSERT OR UPDATE ON "organizations"
  FOR EACH ROW EXECUTE FUNCTION "organizations_tree"();
--> statement-breakpoint

-- Cell roles stand on cells, the committee's officer on a body above them.
CREATE FUNCTION "roles_fit_level"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "organizations" o WHERE o.id = NEW.organization_id
             AND (o.level = 'cell') = (NEW.role = 'committeeOfficer')) THEN
    RAISE EXCEPTION 'role % does not fit this level', NEW.role
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_fit_level', TABLE = 'roles';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "roles_fit_level" BEFORE INSERT OR UPDATE ON "roles"
  FOR EACH ROW EXECUTE FUNCTION "roles_fit_level"();
--> statement-breakpoint

-- A case belongs to a cell, not to a committee.
CREATE FUNCTION "cases_in_cell"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "organizations" o WHERE o.id = NEW.cell_id AND o.level <> 'cell') THEN
    RAISE EXCEPTION 'a case belongs to a cell'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_in_cell', TABLE = 'cases';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "cases_in_cell" BEFORE INSERT OR UPDATE OF "cell_id" ON "cases"
  FOR EACH ROW EXECUTE FUNCTION "cases_in_cell"();
